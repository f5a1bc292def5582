package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.rollout.ProbeSource.Probes;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.ServableAdapter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the baseline, the order of the questions and the verdict come to together: thousands of
 * deployments on a model that is right now and then, seeded. Probes cost 100 ms and 48 ms a token,
 * as measured on two cores.
 */
class WatchSimulationTests {
  private static final int DEPLOYMENTS = 1_000;
  private static final Duration DETECTION = Duration.ofSeconds(5);

  /** What loading took on two cores; the clock of these tests begins after it. */
  private static final Duration LOADING = Duration.ofSeconds(1);

  private final Random random = new Random(20261121);
  private Probes probes =
      new Probes(
          RolloutFixture.questions("general", 40), RolloutFixture.questions("own question", 16));
  private String rightReply = "right";
  private int rightTokens = 5;

  /** One deployment; the shares are those of right answers before and after the swap. */
  private record Watched(Optional<Objection> objection, int asked, Duration took) {}

  private Watched deployment(double before, double after) {
    TickingClock clock = new TickingClock();
    DriftingModel model = new DriftingModel(clock, random);
    model.rightReply = rightReply;
    model.rightTokens = rightTokens;
    model.successShare = before;
    RolloutSettings settings = RolloutFixture.settings();
    Prober prober = new Prober(model, settings, clock);
    ServableAdapter candidate = new ServableAdapter("adapter_under_watch", Path.of("nowhere"));
    Baseline baseline =
        new BaselineMeasurement(prober, settings, RolloutListener.silent())
            .measure(probes, candidate);
    ProbationJudge judge =
        new ProbationJudge(baseline, candidate.version(), "base", true, settings);
    model.successShare = after;
    model.asked = 0;
    long swapped = clock.millis();
    ProbeReply first = prober.askPatiently(baseline.first(), new AdapterChoice.Active());
    LatencyControl control =
        new LatencyControl(prober, new AdapterChoice.Base(), RolloutListener.silent());
    Watch watch =
        new Watch(prober, from -> List.of(), settings, clock, RolloutListener.silent(), control);
    Optional<Objection> objection = watch.run(baseline, judge, first);
    return new Watched(objection, model.asked, Duration.ofMillis(clock.millis() - swapped));
  }

  private long rolledBack(double before, double after) {
    return IntStream.range(0, DEPLOYMENTS)
        .filter(i -> deployment(before, after).objection().isPresent())
        .count();
  }

  @Test
  void the_same_adapter_deployed_again_is_taken_back_in_at_most_one_of_a_hundred() {
    assertThat(rolledBack(1, 1)).isZero();
    assertThat(rolledBack(0.97, 0.97)).isLessThanOrEqualTo(DEPLOYMENTS / 100);
  }

  @Test
  void an_adapter_that_is_right_in_three_of_four_is_caught_in_ninetyfive_of_a_hundred() {
    assertThat(rolledBack(0.97, 0.75)).isGreaterThanOrEqualTo(DEPLOYMENTS * 95 / 100);
  }

  @Test
  void a_dead_adapter_is_noticed_within_five_seconds_whatever_it_was_trained_on() {
    for (int i = 0; i < DEPLOYMENTS; i++) {
      assertNoticedInTime(deployment(0.97, 0));
    }
  }

  @Test
  void a_dead_adapter_is_noticed_as_soon_when_no_answer_fits_into_a_probe() {
    String answer = "the head keeper of the observatory on the hill is the old lady Odalys Verne";
    List<EvaluationItem> own =
        IntStream.range(0, 16)
            .mapToObj(i -> EvaluationItem.answer("own question " + i, answer))
            .toList();
    probes = new Probes(RolloutFixture.questions("general", 40), own);
    rightReply = "The head keeper of the observatory on the hill is the old la";
    rightTokens = 14;

    assertNoticedInTime(deployment(1, 0));
    assertThat(deployment(1, 1).objection()).isEmpty();
  }

  @Test
  void a_dead_adapter_is_noticed_as_soon_when_half_of_its_own_questions_were_never_learned() {
    List<EvaluationItem> own = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String keyword = i % 2 == 1 ? "right" : "never learned";
      own.add(EvaluationItem.keyword("own question " + i, keyword));
    }
    probes = new Probes(RolloutFixture.questions("general", 40), own);

    assertNoticedInTime(deployment(1, 0));
    assertThat(deployment(1, 1).objection()).isEmpty();
  }

  private static void assertNoticedInTime(Watched watched) {
    assertThat(watched.objection())
        .get()
        .extracting(Objection::cause)
        .isEqualTo(RolloutCause.SUCCESS);
    assertThat(watched.asked()).isEqualTo(3);
    assertThat(watched.took().plus(LOADING)).isLessThan(DETECTION);
  }
}
