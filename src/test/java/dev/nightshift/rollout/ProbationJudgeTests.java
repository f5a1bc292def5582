package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.rollout.Baseline.Expectation;
import dev.nightshift.rollout.Baseline.Standard;
import dev.nightshift.rollout.LiveTraffic.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How users' requests count beside sixty good probes. */
class ProbationJudgeTests {
  private static final Duration USUAL = Duration.ofMillis(250);

  private final ProbationJudge judge = judgeOfGoodProbes();

  private static ProbationJudge judgeOfGoodProbes() {
    Map<Probe, Expectation> expectations = new LinkedHashMap<>();
    List<Duration> latencies = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      var item = RolloutFixture.questions("own", i).getLast();
      expectations.put(
          new Probe(item, true), new Expectation(Standard.RIGHT, "right", 0.9, 5, USUAL));
      latencies.add(USUAL);
    }
    Baseline baseline = new Baseline(expectations, latencies);
    ProbationJudge judge =
        new ProbationJudge(baseline, "adapter_new", "base", true, RolloutFixture.settings());
    for (Probe probe : baseline.probes(true)) {
      ProbeReply reply =
          new ProbeReply(
              probe, ProbeReply.Ending.ANSWERED, "right", 0.9, "adapter_new", 5, false, USUAL);
      assertThat(judge.observe(reply)).isEmpty();
    }
    return judge;
  }

  private void live(int times, Ending ending, Duration latency) {
    for (int i = 0; i < times; i++) {
      var seen = new LiveTraffic.Observation(Instant.EPOCH, "adapter_new", ending, latency);
      assertThat(judge.observe(seen)).isEmpty();
    }
  }

  @Test
  void a_few_failures_among_many_answers_that_were_told_corrections_are_few() {
    live(1000, Ending.INFORMED, USUAL);
    live(4, Ending.FAILED, Duration.ZERO);

    assertThat(judge.conclude()).isEmpty();
    assertThat(judge.summary().live()).isEqualTo(1004);
  }

  @Test
  void the_same_failures_alone_are_many() {
    live(4, Ending.FAILED, Duration.ZERO);

    assertThat(judge.conclude()).isPresent();
  }

  @Test
  void the_time_of_an_answer_that_was_told_corrections_does_not_count() {
    live(1000, Ending.INFORMED, Duration.ofMinutes(1));
    assertThat(judge.conclude()).isEmpty();

    live(1000, Ending.ANSWERED, Duration.ofMinutes(1));
    assertThat(judge.conclude()).isPresent();
  }
}
