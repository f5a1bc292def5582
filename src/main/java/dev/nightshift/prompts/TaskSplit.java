package dev.nightshift.prompts;

import dev.nightshift.codeloop.CodeTask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Tasks that candidates are made from, and those that they are tried on. Which one a task is
 * follows from its id alone, one in three of the first kind, so that none changes sides when others
 * come.
 *
 * @param open those that a candidate may be made from
 * @param heldOut those that decide
 */
record TaskSplit(List<CodeTask> open, List<CodeTask> heldOut) {
  TaskSplit {
    open = List.copyOf(open);
    heldOut = List.copyOf(heldOut);
  }

  static TaskSplit of(List<CodeTask> tasks) {
    return new TaskSplit(
        tasks.stream().filter(TaskSplit::open).toList(),
        tasks.stream().filter(task -> !open(task)).toList());
  }

  private static boolean open(CodeTask task) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(task.id().getBytes(StandardCharsets.UTF_8));
      return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt()) % 3 == 0;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
