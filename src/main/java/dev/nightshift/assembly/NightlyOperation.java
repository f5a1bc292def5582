package dev.nightshift.assembly;

import dev.nightshift.nightly.NightResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a night by hand. */
@SuppressWarnings("DoNotCallSuggester")
final class NightlyOperation {
  private NightlyOperation() {}

  static Reply.Night run(Pipeline pipeline, Progress progress) {
    throw new OperationException(
        OperationException.Code.FAILED, "nights are not wired yet: " + pipeline.home() + progress);
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
