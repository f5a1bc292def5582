package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.rollout.Baseline.Expectation;
import dev.nightshift.rollout.Baseline.Standard;
import dev.nightshift.rollout.ProbeReply.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The verdict's error rates, by simulation: 1,000 deployments each, seeded. */
class ProbationSimulationTests {
  private static final int DEPLOYMENTS = 1_000;
  private static final int PROBES = 120;

  private final Random random = new Random(20261121);

  private Duration latency(double factor) {
    return Duration.ofNanos((long) (factor * 250e6 * Math.exp(0.3 * random.nextGaussian())));
  }

  private Optional<Objection> deployment(double success, double slowdown) {
    Map<Probe, Expectation> expectations = new LinkedHashMap<>();
    List<Duration> latencies = new ArrayList<>();
    for (int i = 0; i < 59; i++) {
      var item = RolloutFixture.questions(i < 12 ? "own" : "general", i + 1).getLast();
      Duration before = latency(1);
      latencies.add(before);
      expectations.put(
          new Probe(item, i < 12), new Expectation(Standard.RIGHT, "right", 0.9, 5, before));
    }
    Baseline baseline = new Baseline(expectations, latencies);
    ProbationJudge judge =
        new ProbationJudge(baseline, "adapter_new", "base", true, RolloutFixture.settings());
    List<Probe> own = baseline.probes(true);
    List<Probe> general = baseline.probes(false);
    for (int i = 0; i < PROBES; i++) {
      Probe probe = i % 2 == 0 ? own.get(i / 2 % own.size()) : general.get(i / 2 % general.size());
      String text = random.nextDouble() < success ? "right" : "wrong";
      Optional<Objection> objection =
          judge.observe(
              new ProbeReply(
                  probe, Ending.ANSWERED, text, 0.9, "adapter_new", 5, false, latency(slowdown)));
      if (objection.isPresent()) {
        return objection;
      }
    }
    return judge.conclude();
  }

  private int rolledBack(double success, double slowdown) {
    int count = 0;
    for (int i = 0; i < DEPLOYMENTS; i++) {
      count += deployment(success, slowdown).isPresent() ? 1 : 0;
    }
    return count;
  }

  @Test
  void the_same_model_deployed_again_is_taken_back_in_at_most_one_of_a_hundred() {
    assertThat(rolledBack(0.97, 1)).isLessThanOrEqualTo(DEPLOYMENTS / 100);
  }

  @Test
  void an_adapter_that_is_right_in_three_of_four_is_caught_in_ninetyfive_of_a_hundred() {
    assertThat(rolledBack(0.75, 1)).isGreaterThanOrEqualTo(DEPLOYMENTS * 95 / 100);
  }

  @Test
  void an_adapter_twice_as_slow_is_caught_and_one_a_fifth_slower_is_not() {
    assertThat(rolledBack(1, 2)).isGreaterThanOrEqualTo(DEPLOYMENTS * 95 / 100);
    assertThat(rolledBack(1, 1.2)).isLessThanOrEqualTo(DEPLOYMENTS / 100);
  }
}
