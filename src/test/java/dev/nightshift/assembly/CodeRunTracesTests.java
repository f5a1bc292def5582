package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.coderuns.AttemptReport;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.RunState;
import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.tracing.TraceIds;
import dev.nightshift.tracing.Traces;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodeRunTracesTests {
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final String TRACE = TraceIds.traceOfRun("20261122-020000-primes-00000001");

  private static RunReport report(RunState state, @Nullable Instant started, Instant ended) {
    AttemptReport attempt =
        new AttemptReport(
            1, 1, 0, 3, 2, 0.67, true, List.of("secret"), "secret", "secret", 7, 5, null, null);
    return new RunReport(
        new RunSummary(
            "20261122-020000-primes-00000001",
            "secret owner",
            "primes",
            state,
            TWO,
            started,
            ended,
            1,
            0.67,
            "secret problem"),
        "secret prompt",
        "secret source",
        List.of(),
        true,
        "",
        List.of(attempt));
  }

  @Test
  void a_run_is_a_trace_of_waiting_and_working_without_anybodys_words() throws IOException {
    try (TraceCollector collector = new TraceCollector()) {
      try (Traces traces = collector.traces()) {
        new CodeRunTraces(traces)
            .ended(report(RunState.FAILED, TWO.plusSeconds(1), TWO.plusSeconds(9)));
      }
      assertThat(collector.timesId(TRACE)).isEqualTo(3);
      assertThat(collector.got("code run wait")).isTrue();
      assertThat(collector.got("code run work")).isTrue();
      assertThat(collector.got("nightshift.code.sandbox_ms")).isTrue();
      assertThat(collector.got("failed")).isTrue();
      assertThat(collector.got("secret")).isFalse();
    }
  }

  @Test
  void one_that_was_cancelled_before_its_turn_only_waited() throws IOException {
    try (TraceCollector collector = new TraceCollector()) {
      try (Traces traces = collector.traces()) {
        new CodeRunTraces(traces).ended(report(RunState.CANCELLED, null, TWO.plusSeconds(9)));
      }
      assertThat(collector.timesId(TRACE)).isEqualTo(2);
      assertThat(collector.got("code run work")).isFalse();
    }
  }
}
