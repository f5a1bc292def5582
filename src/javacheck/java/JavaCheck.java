import java.lang.reflect.InvocationTargetException;

/**
 * The main class of the jar, compiled for Java 8: on a Java that is too old it says so in one line,
 * on any other it goes on to Boot's launcher.
 */
public final class JavaCheck {
  private static final int NEEDED = 25;

  private JavaCheck() {}

  public static void main(String[] args) throws Throwable {
    String version = System.getProperty("java.specification.version");
    if (feature(version) < NEEDED) {
      System.err.println(
          "pipeline needs Java "
              + NEEDED
              + " or newer; this is Java "
              + version
              + " in "
              + System.getProperty("java.home"));
      System.exit(2);
    }
    try {
      Class.forName("org.springframework.boot.loader.launch.JarLauncher")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static int feature(String version) {
    return version.startsWith("1.") ? 0 : Integer.parseInt(version);
  }
}
