package dev.nightshift.codeloop;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the code loop works ({@code nightshift.code.*}).
 *
 * @param improver what writes programs: {@code default}, the model that nights improve, or one as
 *     {@code nightshift.model.base} is written
 * @param evaluator what says what is wrong with them, in the same way; {@code none} leaves that to
 *     the results alone
 * @param rounds at most; the first writes, the others repair
 * @param samples programs in a round
 * @param candidates programs that a round may repair, the best
 * @param temperature of all samples but the first of a round, which is greedy
 * @param maxTokens of one program
 * @param feedbackTokens of what the evaluator says
 * @param timeout of the whole run; what has been reached until then counts
 * @param polish programs that are asked for when one passes everything, simpler or faster ones; the
 *     best of all that pass is the result
 * @param growth how long it may be measured how the time of a program grows that passes, before it
 *     is preferred to another; nothing leaves that out
 */
public record LoopSettings(
    @DefaultValue("default") String improver,
    @DefaultValue("default") String evaluator,
    @DefaultValue("5") int rounds,
    @DefaultValue("2") int samples,
    @DefaultValue("2") int candidates,
    @DefaultValue("0.7") double temperature,
    @DefaultValue("500") int maxTokens,
    @DefaultValue("150") int feedbackTokens,
    @DefaultValue("15m") Duration timeout,
    @DefaultValue("0") int polish,
    @DefaultValue("2s") Duration growth) {

  private static final Duration LONGEST_GROWTH = Duration.ofSeconds(5);

  public LoopSettings {
    if (improver.isBlank() || evaluator.isBlank()) {
      throw new IllegalArgumentException("improver and evaluator must name models");
    }
    within("rounds", rounds, 50);
    within("samples", samples, 20);
    within("candidates", candidates, 20);
    within("maxTokens", maxTokens, 100_000);
    within("feedbackTokens", feedbackTokens, 100_000);
    if (!(temperature > 0 && temperature <= 2)) {
      throw new IllegalArgumentException("temperature must be above 0, at most 2: " + temperature);
    }
    if (polish < 0 || polish > 20) {
      throw new IllegalArgumentException("polish must be 0 to 20: " + polish);
    }
    if (growth.isNegative() || growth.compareTo(LONGEST_GROWTH) > 0) {
      throw new IllegalArgumentException("growth must be 0s to 5s: " + growth);
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout must be longer than nothing: " + timeout);
    }
  }

  private static void within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be 1 to " + most + ": " + value);
    }
  }

  /** The values that hold when nothing is configured. */
  public static LoopSettings defaults() {
    return new LoopSettings(
        "default",
        "default",
        5,
        2,
        2,
        0.7,
        500,
        150,
        Duration.ofMinutes(15),
        0,
        Duration.ofSeconds(2));
  }

  /** The same with other rounds. */
  public LoopSettings withRounds(int most) {
    return with(most, polish);
  }

  /** The same with other programs that are asked for when one passes. */
  LoopSettings withPolish(int programs) {
    return with(rounds, programs);
  }

  private LoopSettings with(int most, int programs) {
    return new LoopSettings(
        improver,
        evaluator,
        most,
        samples,
        candidates,
        temperature,
        maxTokens,
        feedbackTokens,
        timeout,
        programs,
        growth);
  }
}
