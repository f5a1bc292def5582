package dev.nightshift.console;

import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.NightStep;
import dev.nightshift.nightly.NightSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A night as its page shows it.
 *
 * @param verdict how it ended, in a word for people
 * @param tone {@code good}, {@code bad} or {@code plain}
 * @param adapter empty for none
 * @param took how long it took, or has taken so far
 */
record NightView(
    String key,
    String verdict,
    String tone,
    String reason,
    String adapter,
    String adapterName,
    String started,
    String took,
    boolean running,
    List<Step> steps) {

  static final int WIDTH = 400;

  /**
   * A step.
   *
   * @param x where its bar begins, of {@value NightView#WIDTH}
   * @param width of its bar
   * @param outcome what it came to, in words
   */
  record Step(
      String name,
      String took,
      double x,
      double width,
      String outcome,
      String tone,
      boolean over) {}

  static NightView of(NightSummary night, List<NightStep> steps, Instant now, Shown shown) {
    NightResult result = night.result();
    Instant end = Objects.requireNonNullElse(night.finishedAt(), now);
    long whole = Math.max(1, Duration.between(night.startedAt(), end).toMillis());
    List<Step> lines = new ArrayList<>();
    for (NightStep step : steps) {
      boolean over = step.finishedAt() != null;
      boolean goesOn = !over && result.state() == NightResult.State.RUNNING;
      Instant until = Objects.requireNonNullElse(step.finishedAt(), end);
      Duration took = Duration.between(step.startedAt(), until);
      double from = Duration.between(night.startedAt(), step.startedAt()).toMillis();
      StepOutcome outcome =
          over ? StepOutcome.of(step) : StepOutcome.plain(goesOn ? "goes on" : "was not finished");
      lines.add(
          new Step(
              name(step.name()),
              Shown.span(took),
              Math.clamp(WIDTH * from / whole, 0, WIDTH),
              Math.max(2, WIDTH * (double) took.toMillis() / whole),
              outcome.text(),
              outcome.tone(),
              over));
    }
    return new NightView(
        result.night(),
        verdict(result.state()),
        tone(result.state()),
        result.reason(),
        result.adapter(),
        AdapterView.shortName(result.adapter()),
        shown.time(night.startedAt()),
        Shown.span(Duration.between(night.startedAt(), end)),
        result.state() == NightResult.State.RUNNING,
        lines);
  }

  private static String name(String step) {
    return switch (step) {
      case "preflight" -> "Preflight";
      case "harvest" -> "Harvest and council";
      case "train" -> "Training";
      case "gate" -> "Gate";
      case "deploy" -> "Rollout and watch";
      case "validate" -> "Validation";
      case "cleanUp" -> "Clean-up";
      default -> step;
    };
  }

  private static String verdict(NightResult.State state) {
    return switch (state) {
      case RUNNING -> "running";
      case ACTIVE -> "a new adapter is live";
      case REJECTED -> "rejected";
      case ROLLED_BACK -> "rolled back";
      case SKIPPED -> "nothing to do";
      case FAILED -> "failed";
    };
  }

  private static String tone(NightResult.State state) {
    return switch (state) {
      case ACTIVE -> "good";
      case REJECTED, ROLLED_BACK, FAILED -> "bad";
      case RUNNING, SKIPPED -> "plain";
    };
  }
}
