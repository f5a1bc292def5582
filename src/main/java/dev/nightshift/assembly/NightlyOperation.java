package dev.nightshift.assembly;

import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.RunRequest;
import dev.nightshift.rollout.RolloutTimings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a night by hand. */
final class NightlyOperation {
  private NightlyOperation() {}

  static Reply.Night run(Pipeline pipeline, Progress progress) {
    long started = System.nanoTime();
    NightResult result =
        pipeline
            .nightProgress()
            .heardBy(progress, () -> pipeline.nightly().runner().run(RunRequest.manual()));
    return reply(result, (System.nanoTime() - started) / 1_000_000);
  }

  /** A rollout's timings in seconds, by name. */
  static Map<String, Double> seconds(RolloutTimings timings) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("baseline", timings.baseline() / 1000.0);
    seconds.put("swap", timings.swap() / 1000.0);
    seconds.put("watch", timings.watch() / 1000.0);
    if (timings.detection() != null) {
      seconds.put("detection", timings.detection() / 1000.0);
    }
    if (timings.recovery() != null) {
      seconds.put("recovery", timings.recovery() / 1000.0);
    }
    return seconds;
  }

  static Reply.Night reply(NightResult result, long totalMs) {
    Map<String, Long> stages = new LinkedHashMap<>();
    result.timings().forEach((stage, seconds) -> stages.put(stage, Math.round(seconds * 1000)));
    String state =
        result.state() == NightResult.State.SKIPPED ? "NOTHING_TO_DO" : result.state().name();
    return new Reply.Night(
        state,
        result.adapter().isBlank() ? "base" : result.adapter(),
        result.reason().isBlank() ? null : result.reason(),
        stages,
        totalMs);
  }
}
