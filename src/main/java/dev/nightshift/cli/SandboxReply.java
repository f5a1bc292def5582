package dev.nightshift.cli;

import dev.nightshift.sandbox.Boundary;
import dev.nightshift.sandbox.CallResult;
import dev.nightshift.sandbox.Ending;
import dev.nightshift.sandbox.Failure;
import dev.nightshift.sandbox.Finding;
import dev.nightshift.sandbox.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run came to, as scripts read it: times in milliseconds. */
record SandboxReply(
    Ending ending,
    Boundary boundary,
    int exitCode,
    String output,
    String errors,
    List<Finding> findings,
    List<Call> results,
    @Nullable Failure failure,
    long wallMs,
    long cpuMs,
    long peakBytes) {

  /** What one call came to. */
  record Call(
      int row,
      CallResult.@Nullable Value value,
      @Nullable Failure failure,
      double ms,
      double cpuMs,
      long peakBytes) {}

  static SandboxReply of(Outcome outcome) {
    return new SandboxReply(
        outcome.ending(),
        outcome.boundary(),
        outcome.exitCode(),
        outcome.output(),
        outcome.errors(),
        outcome.findings(),
        outcome.results().stream().map(SandboxReply::call).toList(),
        outcome.failure(),
        outcome.usage().wall().toMillis(),
        outcome.usage().cpu().toMillis(),
        outcome.usage().peakBytes());
  }

  private static Call call(CallResult result) {
    return new Call(
        result.row(),
        result.value(),
        result.failure(),
        result.seconds() * 1000,
        result.cpuSeconds() * 1000,
        result.peakBytes());
  }
}
