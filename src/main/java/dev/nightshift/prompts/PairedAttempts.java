package dev.nightshift.prompts;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has two versions of the instructions make first attempts on the same tasks with the same seeds.
 */
final class PairedAttempts {
  private static final int MOST_SAMPLES = 1_000;

  private final TaskAttempts attempts;
  private final int samples;
  private final int trialsBefore;
  private final Consumer<String> told;
  private long tokens;

  /**
   * @param samples pairs of a task
   * @param trialsBefore trials that there were; none of their seeds is used again
   */
  PairedAttempts(TaskAttempts attempts, int samples, int trialsBefore, Consumer<String> told) {
    this.attempts = attempts;
    this.samples = samples;
    this.trialsBefore = trialsBefore;
    this.told = told;
  }

  List<Pair> on(List<CodeTask> tasks, Instructions before, Instructions after) {
    List<Pair> pairs = new ArrayList<>();
    for (CodeTask task : tasks) {
      for (int sample = 0; sample < samples; sample++) {
        long seed = (1L + trialsBefore) * MOST_SAMPLES + sample;
        pairs.add(new Pair(task.id(), score(task, before, seed), score(task, after, seed)));
      }
      told.accept("trial: " + pairs.size() + " of " + tasks.size() * samples + " pairs");
    }
    return pairs;
  }

  private Score score(CodeTask task, Instructions instructions, long seed) {
    Score score = attempts.attempt(task, instructions, seed).score();
    tokens += score.tokens();
    return score;
  }

  /** Read and written so far. */
  long tokens() {
    return tokens;
  }
}
