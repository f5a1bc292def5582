package dev.nightshift.prompts;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How instructions are improved.
 *
 * @param adopt whether a candidate that won is adopted at once, or waits for a person
 * @param alpha probability, over all candidates that are ever tried against one version, that one
 *     that is no better wins
 * @param margin least gain of the mean score of a first attempt, 0 to 1
 * @param samples first attempts on each task that is held out, with the same seeds for both
 * @param leastTasks fewest tasks to hold out; with less nothing is tried
 * @param temperature of these attempts
 * @param extraTokens most tokens that a candidate may add to the prompt of an attempt
 * @param tokenBudget most tokens, read and written, of one search for better instructions
 * @param candidates most candidates that one search makes
 * @param search when a report that proposes instructions has better ones searched for
 * @param searchTime most time of such a search, waiting included
 * @param tasks tasks, files and folders of such a search; none: those that come with the program
 */
public record PromptSettings(
    @DefaultValue("won") Adopt adopt,
    @DefaultValue("0.02") double alpha,
    @DefaultValue("0.05") double margin,
    @DefaultValue("4") int samples,
    @DefaultValue("5") int leastTasks,
    @DefaultValue("0.7") double temperature,
    @DefaultValue("200") int extraTokens,
    @DefaultValue("400000") long tokenBudget,
    @DefaultValue("6") int candidates,
    @DefaultValue("after-night") Search search,
    @DefaultValue("30m") Duration searchTime,
    @DefaultValue List<String> tasks) {

  /** When instructions are searched for without anybody asking. */
  public enum Search {
    /** When the next scheduled night is over. */
    AFTER_NIGHT,
    NEVER
  }

  /** Who decides about a candidate that won its trial. */
  public enum Adopt {
    /** The trial. */
    WON,
    /** A person, after the trial. */
    ASK
  }

  public PromptSettings {
    if (!(alpha > 0 && alpha <= 0.5)) {
      throw new IllegalArgumentException("alpha must be above 0, at most 0.5: " + alpha);
    }
    if (!(margin >= 0 && margin < 1)) {
      throw new IllegalArgumentException("margin must be 0 to below 1: " + margin);
    }
    if (!(temperature > 0 && temperature <= 2)) {
      throw new IllegalArgumentException("temperature must be above 0, at most 2: " + temperature);
    }
    within("samples", samples, 1, 100);
    within("leastTasks", leastTasks, 1, 10_000);
    within("extraTokens", extraTokens, 0, 100_000);
    within("candidates", candidates, 1, 100);
    tasks = List.copyOf(tasks);
    if (!searchTime.isPositive()) {
      throw new IllegalArgumentException("searchTime must be longer than nothing: " + searchTime);
    }
    if (tokenBudget < 1) {
      throw new IllegalArgumentException("tokenBudget must be at least 1: " + tokenBudget);
    }
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + value);
    }
  }

  /** The values that hold when nothing is configured. */
  public static PromptSettings defaults() {
    return new PromptSettings(
        Adopt.WON,
        0.02,
        0.05,
        4,
        5,
        0.7,
        200,
        400_000,
        6,
        Search.AFTER_NIGHT,
        Duration.ofMinutes(30),
        List.of());
  }
}
