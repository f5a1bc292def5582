package dev.nightshift.prompts;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;

/** Has first attempts made. */
public interface TaskAttempts {
  /**
   * A first attempt on a task.
   *
   * @param seed of the sampler: the same for all instructions that are compared
   */
  Attempted attempt(CodeTask task, Instructions instructions, long seed);

  /**
   * An attempt.
   *
   * @param score what it came to
   * @param trace the task, the program and what was wrong with it, as a model may read it; empty
   *     when nothing was
   */
  record Attempted(Score score, String trace) {}
}
