package dev.nightshift.versions;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.TaskYaml;
import dev.nightshift.sandbox.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a program must satisfy, in short: other words for the same make no other task. */
final class TaskDigest {
  private TaskDigest() {}

  /** Sixteen hexadecimal digits of contract, rows, tests, imports and tolerance. */
  static String of(CodeTask task) {
    CodeTask bare =
        new CodeTask(
            task.id(),
            "-",
            task.contract(),
            task.rows(),
            task.tests(),
            task.imports(),
            Limits.defaults(),
            task.tolerance());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(TaskYaml.of(bare).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
