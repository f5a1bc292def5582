package dev.nightshift.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program starts itself again, as the child process that trains. */
final class TrainerLaunch {
  private TrainerLaunch() {}

  /**
   * The command line of a trainer up to its own arguments: the same Java and the same program, be
   * it one jar or a class path.
   *
   * @param heap most heap of the child, as {@code -Xmx} takes it
   */
  static List<String> command(String heap) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    List<String> command =
        new ArrayList<>(
            List.of(java, "-Xmx" + heap, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    if (isProgram(classPath)) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, "dev.nightshift.Application"));
    }
    command.add("trainer");
    return List.copyOf(command);
  }

  /** The packaged program is the whole class path; a test's or an IDE's has many entries. */
  private static boolean isProgram(String classPath) {
    Path name = Path.of(classPath.isEmpty() ? "." : classPath).getFileName();
    return name != null && name.toString().equals("pipeline.jar");
  }
}
