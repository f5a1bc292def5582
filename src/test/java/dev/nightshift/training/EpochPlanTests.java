package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochPlanTests {
  private static final TrainingOptions OPTIONS = TrainingOptions.defaults();

  @Test
  void every_epoch_holds_every_example_once() {
    List<EncodedExample> examples = examples(50);

    for (int epoch = 0; epoch < 4; epoch++) {
      List<Integer> seen = new ArrayList<>();
      for (Batch batch : EpochPlan.batches(examples, OPTIONS, epoch)) {
        Arrays.stream(batch.owners()).distinct().forEach(seen::add);
      }
      assertThat(seen).hasSize(50).doesNotHaveDuplicates();
    }
  }

  @Test
  void an_epoch_is_a_function_of_seed_and_number() {
    List<EncodedExample> examples = examples(20);

    assertThat(ids(EpochPlan.batches(examples, OPTIONS, 3)))
        .isEqualTo(ids(EpochPlan.batches(examples, OPTIONS, 3)))
        .isNotEqualTo(ids(EpochPlan.batches(examples, OPTIONS, 5)));
  }

  @Test
  void even_epochs_train_the_question_as_it_was_asked_and_odd_ones_another_wording() {
    List<EncodedExample> examples = examples(8);

    assertThat(firstTokens(EpochPlan.batches(examples, OPTIONS, 0))).containsOnly(100L);
    assertThat(firstTokens(EpochPlan.batches(examples, OPTIONS, 1))).doesNotContain(100L);
  }

  @Test
  void replay_is_drawn_anew_each_epoch_as_much_as_there_are_targets() {
    List<EncodedExample> examples = new ArrayList<>(examples(10));
    for (int i = 0; i < 40; i++) {
      examples.add(
          new EncodedExample(
              List.of(new int[] {1, 2, 3, 4}), List.of(2), TrainingExample.Kind.REPLAY));
    }

    List<Integer> first = owners(EpochPlan.batches(examples, OPTIONS, 0));
    List<Integer> third = owners(EpochPlan.batches(examples, OPTIONS, 2));

    assertThat(first).hasSize(20).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(third).hasSize(20).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).isNotEqualTo(first);
  }

  @Test
  void without_targets_all_replay_is_trained_on() {
    List<EncodedExample> replay =
        List.of(
            new EncodedExample(
                List.of(new int[] {1, 2, 3}), List.of(2), TrainingExample.Kind.REPLAY));

    assertThat(owners(EpochPlan.batches(replay, OPTIONS, 0))).containsExactly(0);
  }

  private static List<Integer> owners(List<Batch> batches) {
    return batches.stream()
        .flatMapToInt(batch -> Arrays.stream(batch.owners()).distinct())
        .sorted()
        .boxed()
        .toList();
  }

  private static List<EncodedExample> examples(int count) {
    List<EncodedExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] original = new int[6 + i % 5];
      int[] other = new int[7 + i % 3];
      Arrays.fill(original, 100);
      Arrays.fill(other, 200 + i);
      examples.add(
          new EncodedExample(List.of(original, other), List.of(3, 3), TrainingExample.Kind.TARGET));
    }
    return examples;
  }

  private static List<String> ids(List<Batch> batches) {
    return batches.stream().map(batch -> Arrays.toString(batch.input().ids())).toList();
  }

  private static List<Long> firstTokens(List<Batch> batches) {
    List<Long> tokens = new ArrayList<>();
    for (Batch batch : batches) {
      for (int row = 0; row < batch.input().rows(); row++) {
        tokens.add(batch.input().ids()[row * batch.input().length()]);
      }
    }
    return tokens;
  }
}
