package dev.nightshift.assembly;

import dev.nightshift.coderuns.AttemptReport;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.RunState;
import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.tracing.TraceIds;
import dev.nightshift.tracing.Traced;
import dev.nightshift.tracing.Traces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Sends a trace of each run of the code loop: numbers only, no prompt, program or owner. */
final class CodeRunTraces {
  private final Traces traces;

  CodeRunTraces(Traces traces) {
    this.traces = traces;
  }

  /** A run is over. */
  void ended(RunReport report) {
    if (!traces.enabled()) {
      return;
    }
    RunSummary run = report.summary();
    Instant begun = later(run.created(), run.started());
    Instant end = later(begun, run.ended());
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("nightshift.run", run.id());
    attributes.put("nightshift.state", run.state().name().toLowerCase(Locale.ROOT));
    attributes.put("nightshift.code.attempts", run.attempts());
    attributes.put("nightshift.code.pass_rate", run.passRate());
    attributes.put("nightshift.code.rows", report.rows().size());
    attributes.put("nightshift.code.tests_passed", report.testsPassed());
    attributes.put("nightshift.code.writing_ms", sum(report, AttemptReport::writingMs));
    attributes.put("nightshift.code.sandbox_ms", sum(report, AttemptReport::sandboxMs));
    List<Traced> parts = new ArrayList<>();
    parts.add(new Traced("code run wait", run.created(), begun, "", Map.of(), List.of()));
    if (run.started() != null) {
      parts.add(new Traced("code run work", begun, end, "", Map.of(), List.of()));
    }
    boolean failed = run.state() == RunState.FAILED;
    traces.send(
        TraceIds.traceOfRun(run.id()),
        new Traced("code run", run.created(), end, failed ? "failed" : "", attributes, parts),
        List.of(),
        null);
  }

  private static long sum(RunReport report, ToLongFunction<AttemptReport> number) {
    return report.attempts().stream().mapToLong(number).sum();
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    Instant known = Objects.requireNonNullElse(other, one);
    return known.isBefore(one) ? one : known;
  }
}
