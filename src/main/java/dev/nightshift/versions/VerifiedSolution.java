package dev.nightshift.versions;

import java.time.Instant;

/**
 * A task whose first attempt failed once and that has been solved since: what is to be taught.
 *
 * @param task id of the task
 * @param question what the model was asked at the first attempt
 * @param program the solution in force
 * @param badProgram what it wrote at the first attempt that failed; empty when that was none
 * @param run that failed at first and ended solved
 * @param rows that the program passed, all of them
 * @param hidden how many of these no model has seen
 * @param tests whether it passed tests besides
 * @param failedAt when that run began
 * @param changedAt when the program was last another
 */
public record VerifiedSolution(
    String task,
    String question,
    String program,
    String badProgram,
    String run,
    int rows,
    int hidden,
    boolean tests,
    Instant failedAt,
    Instant changedAt) {
  public VerifiedSolution {
    if (task.isBlank() || question.isBlank() || program.isBlank() || run.isBlank()) {
      throw new IllegalArgumentException(
          "a task, its question, its program and its run are needed");
    }
  }

  /** The same with another program; nothing else when it is the same. */
  VerifiedSolution withProgram(String other, Instant now) {
    return other.equals(program)
        ? this
        : new VerifiedSolution(
            task, question, other, badProgram, run, rows, hidden, tests, failedAt, now);
  }
}
