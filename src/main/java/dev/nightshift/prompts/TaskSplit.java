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

  /**
   * Splits them for a trial.
   *
   * @throws PromptException TOO_FEW_TASKS when fewer than {@code least} are held out, or none is
   *     open
   */
  static TaskSplit of(List<CodeTask> tasks, int least) {
    TaskSplit split = of(tasks);
    if (split.heldOut().size() < least || split.open().isEmpty()) {
      throw new PromptException(
          PromptException.Code.TOO_FEW_TASKS,
          "of %d tasks %d are held out, at least %d are wanted, and one to learn from: add tasks"
              .formatted(tasks.size(), split.heldOut().size(), least));
    }
    return split;
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
