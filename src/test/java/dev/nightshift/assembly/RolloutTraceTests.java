package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.rollout.RolloutListener;
import dev.nightshift.rollout.RolloutResult;
import dev.nightshift.rollout.RolloutState;
import dev.nightshift.rollout.RolloutTimings;
import dev.nightshift.tracing.TraceIds;
import dev.nightshift.tracing.Traces;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutTraceTests {
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final Instant RECORDED = TWO.plusMillis(3);
  private static final String TRACE = TraceIds.traceOfRollout("adapter_1", RECORDED);

  private Instant now = TWO;

  private static RolloutResult result(RolloutState state) {
    return new RolloutResult(
        state,
        "adapter_1",
        "adapter_0",
        "said 'my secret'",
        new RolloutTimings(1, 2, 3, 400L, 500L, 6),
        null);
  }

  private RolloutTrace begun(Traces traces, String kind, RolloutListener next) {
    RolloutTrace trace = new RolloutTrace(traces, () -> now, kind, next);
    for (String phase : List.of("baseline", "baseline", "swap", "watch")) {
      now = now.plusSeconds(1);
      trace.on(phase, "my secret");
    }
    now = now.plusSeconds(1);
    return trace;
  }

  @Test
  void a_deployment_is_a_trace_with_its_phases_and_the_night_of_its_adapter() throws IOException {
    List<String> told = new ArrayList<>();
    try (TraceCollector collector = new TraceCollector()) {
      try (Traces traces = collector.traces()) {
        begun(traces, "deploy", (phase, message) -> told.add(phase + message))
            .ended(result(RolloutState.ACTIVE), RECORDED, "20261121");
      }
      assertThat(collector.timesId(TRACE)).as("the root and three phases").isEqualTo(4);
      assertThat(collector.gotId(TraceIds.traceOfNight("20261121"))).isTrue();
      assertThat(collector.got("rollout baseline")).isTrue();
      assertThat(collector.got("rollout watch")).isTrue();
      assertThat(collector.got("adapter_0")).isTrue();
      assertThat(collector.got("secret")).as("nobody's words are in a trace").isFalse();
    }
    assertThat(told).hasSize(4);
  }

  @Test
  void one_that_could_not_begin_is_a_trace_too() throws IOException {
    try (TraceCollector collector = new TraceCollector()) {
      try (Traces traces = collector.traces()) {
        new RolloutTrace(traces, () -> now, "rollback", RolloutListener.silent())
            .failed(new IllegalStateException("my secret"));
      }
      assertThat(collector.got("IllegalStateException")).isTrue();
      assertThat(collector.got("rollback")).isTrue();
      assertThat(collector.got("secret")).isFalse();
    }
  }

  @Test
  void a_clock_that_is_put_back_spoils_nothing() throws IOException {
    try (TraceCollector collector = new TraceCollector()) {
      try (Traces traces = collector.traces()) {
        RolloutTrace trace = begun(traces, "deploy", RolloutListener.silent());
        now = TWO.minusSeconds(60);
        trace.ended(result(RolloutState.ROLLED_BACK), RECORDED, null);
      }
      assertThat(collector.gotId(TRACE)).isTrue();
      assertThat(collector.got("rolled_back")).isTrue();
    }
  }
}
