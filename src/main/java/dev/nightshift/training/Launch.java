package dev.nightshift.training;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

/** How this program starts itself again as a trainer: the same Java, the same code. */
public final class Launch {
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private static final String PROGRAM = "dev.nightshift.Application";
  private static final String BOOT_LAUNCHER =
      "org.springframework.boot.loader.launch.PropertiesLauncher";

  private Launch() {}

  /**
   * The command line of a trainer process.
   *
   * @param spec file that holds the specification
   */
  public static List<String> trainer(Path spec) {
    List<String> command = new ArrayList<>();
    if (onPath("nice")) {
      command.addAll(List.of("nice", "-n", "10"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(NATIVE_ACCESS);
    command.add("-XX:+ExitOnOutOfMemoryError");
    // Most memory is the native library's; the heap need not take more than it uses. Survivor
    // spaces hold a piece of the file on its way to it: what is promoted stays, for the old
    // generation grows before it is collected.
    command.addAll(List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmn16m", "-XX:SurvivorRatio=2"));
    command.add("-XX:ErrorFile=" + spec.toAbsolutePath().resolveSibling("hs_err_%p.log"));
    command.addAll(program(System.getProperty("java.class.path")));
    command.add(spec.toAbsolutePath().toString());
    return List.copyOf(command);
  }

  /**
   * Variables of the trainer's environment: glibc keeps freed blocks of the size of activations for
   * the next step, in one pool, where it would give them back and fetch them anew (5 % of the
   * time). OneDNN keeps a compiled product for every shape, 1,024 of them with 300 kB each, and
   * batches have many lengths; some more than one step needs (about 50) are enough.
   */
  static Map<String, String> environment() {
    return Map.of(
        "MALLOC_ARENA_MAX",
        "1",
        "MALLOC_MMAP_THRESHOLD_",
        Integer.toString(64 << 20),
        "MALLOC_TRIM_THRESHOLD_",
        Integer.toString(512 << 20),
        "ONEDNN_PRIMITIVE_CACHE_CAPACITY",
        "64");
  }

  /**
   * How the trainer is started from a class path: {@code java -jar} leaves one executable jar as
   * class path, ours or that of an application that embeds us, where our classes lie in a jar
   * within it.
   */
  static List<String> program(String classPath) {
    String started = startClass(classPath);
    if (started.equals(PROGRAM)) {
      return List.of("-jar", classPath, "trainer");
    }
    String trainer = TrainerMain.class.getName();
    return started.isEmpty()
        ? List.of("-cp", classPath, trainer)
        : List.of("-cp", classPath, "-Dloader.main=" + trainer, BOOT_LAUNCHER);
  }

  /** The class that an executable jar of Spring Boot's form starts; empty for what is none. */
  private static String startClass(String classPath) {
    if (!classPath.endsWith(".jar") || classPath.contains(File.pathSeparator)) {
      return "";
    }
    try (JarFile jar = new JarFile(classPath)) {
      String started =
          jar.getManifest() == null
              ? null
              : jar.getManifest().getMainAttributes().getValue("Start-Class");
      return started == null ? "" : started;
    } catch (IOException e) {
      return ""; // then it is no jar that Java could have been started with
    }
  }

  private static boolean onPath(String tool) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (!folder.isBlank() && Path.of(folder, tool).toFile().canExecute()) {
        return true;
      }
    }
    return false;
  }
}
