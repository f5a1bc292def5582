package dev.nightshift.assembly;

import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.NightlyException;
import dev.nightshift.nightly.NightlyRuntime;
import dev.nightshift.nightly.RunRequest;
import dev.nightshift.rollout.RolloutTimings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a night by hand. */
final class NightlyOperation {
  private NightlyOperation() {}

  static Reply.Night run(Pipeline pipeline, Request.Nightly request, Progress progress) {
    long started = System.nanoTime();
    NightlyRuntime nightly = pipeline.nightly();
    boolean scheduled = Boolean.TRUE.equals(request.scheduled());
    try {
      NightResult result =
          pipeline
              .nightProgress()
              .heardBy(
                  progress,
                  () ->
                      scheduled
                          ? nightly.runScheduled()
                          : nightly.runner().run(RunRequest.manual()));
      String active = LocalOperations.name(pipeline.adapters().current());
      return reply(result, active, millisSince(started));
    } catch (NightlyException e) {
      if (e.code() != NightlyException.Code.ALREADY_TAKEN) {
        throw e;
      }
      String active = LocalOperations.name(pipeline.adapters().current());
      return new Reply.Night(
          "NOTHING_TO_DO", active, e.getMessage(), Map.of(), millisSince(started));
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
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

  static Reply.Night reply(NightResult result, String active, long totalMs) {
    Map<String, Long> stages = new LinkedHashMap<>();
    result.timings().forEach((stage, seconds) -> stages.put(stage, Math.round(seconds * 1000)));
    String state =
        result.state() == NightResult.State.SKIPPED ? "NOTHING_TO_DO" : result.state().name();
    return new Reply.Night(
        state,
        result.adapter().isBlank() ? active : result.adapter(),
        result.reason().isBlank() ? null : result.reason(),
        stages,
        totalMs);
  }
}
