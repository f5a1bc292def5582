package dev.nightshift.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of the resources that tries to get out, or to harm.
 *
 * @param name its file's, and its own
 * @param source with places for what it looks for
 */
record Attack(String name, String source) {
  private static final Path DIRECTORY = Path.of("src/test/resources/sandbox/attacks");
  private static final List<String> FILES =
      List.of("time", "memory", "processes", "output", "leaks", "network", "kernel", "python");

  static List<Attack> all() throws IOException {
    String prelude = Files.readString(DIRECTORY.resolve("prelude.txt"));
    List<Attack> attacks = new ArrayList<>();
    for (String file : FILES) {
      String text = Files.readString(DIRECTORY.resolve(file + ".py"));
      for (String attack : text.split("(?m)^# ==== ", -1)) {
        if (!attack.isBlank()) {
          String[] parts = attack.split("\n", 2);
          String before = file.equals("python") ? "" : prelude;
          attacks.add(new Attack(file + ": " + parts[0], before + parts[1]));
        }
      }
    }
    return attacks;
  }

  /** The program, looking for these. */
  String against(Path mark, Path secret, int port) {
    return source
        .replace("@MARK@", mark.toString())
        .replace("@SECRET_FILE@", secret.toString())
        .replace("@SECRET_NAME@", secret.getFileName().toString())
        .replace("@PORT@", Integer.toString(port));
  }
}
