package dev.nightshift.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrialTests {
  private static final PromptSettings SETTINGS = PromptSettings.defaults();

  /** Tasks differ in difficulty; of each, a share of the rows passes, by luck. */
  private static List<Pair> drawn(Random random, double lift, int extraTokens) {
    List<Pair> pairs = new ArrayList<>();
    for (int task = 0; task < 6; task++) {
      double ease = 0.2 + 0.1 * task;
      for (int sample = 0; sample < 4; sample++) {
        pairs.add(
            new Pair(
                "task" + task,
                score(random, ease, 100),
                score(random, Math.clamp(ease + lift, 0, 1), 100 + extraTokens)));
      }
    }
    return pairs;
  }

  private static Score score(Random random, double ease, int tokens) {
    int passed = 0;
    for (int row = 0; row < 6; row++) {
      passed += random.nextDouble() < ease ? 1 : 0;
    }
    return new Score(passed / 6.0, passed == 6, tokens, 50);
  }

  private static int adoptedOf(int trials, double lift) {
    int adopted = 0;
    for (int i = 0; i < trials; i++) {
      adopted += Trial.decide(1, 1, drawn(new Random(i), lift, 0), SETTINGS).won() ? 1 : 0;
    }
    return adopted;
  }

  @Test
  void a_bad_prompt_is_adopted_at_most_twice_in_a_hundred_trials_of_noise() {
    assertThat(adoptedOf(100, -0.1)).isLessThanOrEqualTo(2);
    assertThat(adoptedOf(100, -0.02)).isLessThanOrEqualTo(2);
  }

  @Test
  void one_that_is_no_better_wins_as_rarely_as_alpha_says() {
    // α/2 of 2000 first trials is 20, three standard deviations more are 34.
    assertThat(adoptedOf(2000, 0)).isLessThanOrEqualTo(34);
  }

  @Test
  void one_that_is_clearly_better_is_adopted() {
    assertThat(adoptedOf(100, 0.25)).isGreaterThan(80);
  }

  @Test
  void the_more_has_been_tried_the_more_is_asked() {
    List<Pair> pairs = drawn(new Random(3), 0.4, 0);
    Trial first = Trial.decide(1, 1, pairs, SETTINGS);
    Trial tenth = Trial.decide(1, 10, pairs, SETTINGS);

    assertThat(first.won()).isTrue();
    assertThat(tenth.pValue()).isEqualTo(first.pValue());
    double spent = 0;
    for (int k = 1; k < 10_000; k++) {
      spent += Trial.decide(1, k, pairs, SETTINGS).alpha();
    }
    assertThat(spent).as("over all trials").isLessThanOrEqualTo(SETTINGS.alpha());
    assertThat(tenth.alpha()).isLessThan(first.alpha() / 50);
  }

  @Test
  void what_costs_more_tokens_than_allowed_loses_however_good_it_is() {
    Trial trial = Trial.decide(1, 1, drawn(new Random(3), 0.4, 201), SETTINGS);

    assertThat(trial.won()).isFalse();
    assertThat(trial.reason()).isEqualTo("it adds 201 tokens to a prompt, more than 200");
    assertThat(Trial.decide(1, 1, drawn(new Random(3), 0.4, 200), SETTINGS).won()).isTrue();
  }

  @Test
  void one_task_that_gains_much_does_not_pay_for_others_that_lose() {
    List<Pair> pairs = new ArrayList<>();
    for (int sample = 0; sample < 30; sample++) {
      pairs.add(new Pair("a", new Score(0, false, 1, 1), new Score(1, true, 1, 1)));
    }
    for (int task = 0; task < 5; task++) {
      pairs.add(new Pair("b" + task, new Score(0.5, false, 1, 1), new Score(0.4, false, 1, 1)));
    }

    Trial trial = Trial.decide(1, 1, pairs, SETTINGS);

    assertThat(trial.pValue()).isLessThan(0.001);
    assertThat(trial.won()).isFalse();
    assertThat(trial.reason()).isEqualTo("it wins 1 tasks and loses 5");
  }

  @Test
  void no_data_is_no_victory() {
    Trial trial = Trial.decide(1, 1, List.of(), SETTINGS);

    assertThat(trial.won()).isFalse();
    assertThat(trial.reason()).contains("only 0 tasks were held out, 5 are wanted");
  }
}
