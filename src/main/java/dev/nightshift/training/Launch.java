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
    String classPath = System.getProperty("java.class.path");
    if (isProgram(classPath)) {
      command.addAll(List.of("-jar", classPath, "trainer"));
    } else {
      command.addAll(List.of("-cp", classPath, TrainerMain.class.getName()));
    }
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

  /** Whether a class path is one executable jar, as {@code java -jar} leaves it. */
  private static boolean isProgram(String classPath) {
    if (!classPath.endsWith(".jar") || classPath.contains(File.pathSeparator)) {
      return false;
    }
    try (JarFile jar = new JarFile(classPath)) {
      return jar.getManifest() != null
          && jar.getManifest().getMainAttributes().getValue("Main-Class") != null;
    } catch (IOException e) {
      return false; // then it is no jar that Java could have been started with
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
