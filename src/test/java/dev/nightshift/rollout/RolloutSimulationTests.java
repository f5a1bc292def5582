package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.evaluation.GateSettings;
import dev.nightshift.rollout.Machine.Noise;
import dev.nightshift.rollout.RolloutSimulation.Aimless;
import dev.nightshift.rollout.RolloutSimulation.Case;
import dev.nightshift.rollout.RolloutSimulation.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a verdict on a machine with other work comes to; {@code bench/rollouts} prints it all. */
class RolloutSimulationTests {
  private static final int DEPLOYMENTS = 1_000;
  private static final Case AGAIN = new Case(0.97, 0.97, 1);
  static final List<Noise> MACHINES =
      List.of(Noise.IDLE, Noise.SHARED, Noise.BURSTS, Noise.DRIFTING, Noise.BUSY);

  private static Outcome deploy(Noise noise, Case it) {
    return new RolloutSimulation(20261122).deploy(DEPLOYMENTS, noise, it);
  }

  @ParameterizedTest
  @FieldSource("MACHINES")
  void the_same_again_is_taken_back_in_at_most_one_of_a_hundred(Noise noise) {
    Outcome outcome = deploy(noise, AGAIN);
    assertThat(outcome.allTakenBack())
        .as(outcome.toString())
        .isLessThanOrEqualTo(DEPLOYMENTS / 100);
  }

  @ParameterizedTest
  @FieldSource("MACHINES")
  void one_that_is_right_in_three_of_four_is_caught_in_ninetyfive_of_a_hundred(Noise noise) {
    Outcome outcome = deploy(noise, new Case(0.97, 0.75, 1));
    assertThat(outcome.allTakenBack()).isGreaterThanOrEqualTo(outcome.judged() * 95 / 100);
  }

  @ParameterizedTest
  @FieldSource("MACHINES")
  void one_that_takes_twice_as_long_is_caught_in_ninetyfive_of_a_hundred(Noise noise) {
    Outcome outcome = deploy(noise, new Case(1, 1, 2));
    assertThat(outcome.allTakenBack()).isGreaterThanOrEqualTo(outcome.judged() * 95 / 100);
  }

  @Test
  void a_dead_one_is_always_caught_and_on_an_idle_machine_within_five_seconds() {
    Outcome idle = deploy(Noise.IDLE, new Case(0.97, 0, 1));
    assertThat(idle.allTakenBack()).isEqualTo(DEPLOYMENTS);
    assertThat(idle.slowestDetection()).isLessThan(Duration.ofSeconds(5));
    Outcome busy = deploy(Noise.BUSY, new Case(0.97, 0, 1));
    assertThat(busy.allTakenBack()).isEqualTo(busy.judged());
  }

  @ParameterizedTest
  @FieldSource("dev.nightshift.rollout.RolloutsBench#AIMLESS")
  void of_a_hundred_adapters_that_change_answers_at_random_at_most_two_are_promoted(Aimless it) {
    var promoted =
        new RolloutSimulation(20261122).promote(1_000, Noise.SHARED, it, GateSettings.defaults());
    assertThat(promoted.promoted()).as(it.toString()).isLessThanOrEqualTo(20);
  }
}
