package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.model.TokenRows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTests {
  private static final EncodedExample BRIEF = example(2, 5, 6, 7, 8);
  private static final EncodedExample LENGTHY = example(5, 1, 2, 3, 4, 9, 10);

  @Test
  void targets_are_the_tokens_after_the_positions_and_padding_is_never_one() {
    Batch batch = Batch.padded(rows(BRIEF, LENGTHY));

    assertThat(batch.input().length()).isEqualTo(6);
    assertThat(batch.input().mask()).isEmpty();
    assertThat(batch.input().positions()).containsExactly(1, 2, 6 + 4);
    assertThat(batch.input().targets()).containsExactly(7, 8, 10);
    assertThat(batch.owners()).containsExactly(0, 0, 1);
    assertThat(batch.tokens()).isEqualTo(10);
  }

  @Test
  void what_all_prompts_begin_with_is_computed_once() {
    Batch batch = Batch.packed(rows(example(4, 1, 2, 3, 4, 5), example(3, 1, 2, 6, 7, 8)));

    TokenRows input = batch.input();
    assertThat(input.rows()).isEqualTo(1);
    assertThat(input.ids()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(input.places()).containsExactly(0, 1, 2, 3, 4, 2, 3, 4);
    assertThat(input.positions()).containsExactly(3, 5, 6);
    assertThat(input.targets()).containsExactly(5, 7, 8);
    assertThat(seen(input, 4)).containsExactly(0, 1, 2, 3, 4);
    assertThat(seen(input, 6)).containsExactly(0, 1, 5, 6);
    assertThat(batch.owners()).containsExactly(0, 1, 1);
    assertThat(batch.tokens()).isEqualTo(10);
  }

  @Test
  void the_last_token_of_a_prompt_is_never_shared_because_answers_differ_after_it() {
    Batch batch = Batch.packed(rows(example(3, 1, 2, 3, 4), example(3, 1, 2, 3, 5)));

    assertThat(batch.input().ids()).containsExactly(1, 2, 3, 4, 3, 5);
    assertThat(batch.input().positions()).containsExactly(2, 4).doesNotHaveDuplicates();
  }

  @Test
  void rows_of_one_length_without_a_common_beginning_stay_rows() {
    EncodedExample one = example(2, 1, 2, 3, 4);
    EncodedExample other = example(2, 5, 6, 7, 8);
    List<Batch.Draw> draws = List.of(new Batch.Draw(0, 0), new Batch.Draw(1, 0));

    assertThat(Batch.of(List.of(one, other), draws).input().rows()).isEqualTo(2);
    assertThat(Batch.of(List.of(BRIEF, LENGTHY), draws).input().rows()).isEqualTo(1);
  }

  private static List<Integer> seen(TokenRows input, int query) {
    return IntStream.range(0, input.length())
        .filter(key -> input.mask()[query * input.length() + key])
        .boxed()
        .toList();
  }

  private static Batch.Rows rows(EncodedExample... examples) {
    return Batch.Rows.of(List.of(examples), List.of(new Batch.Draw(0, 0), new Batch.Draw(1, 0)));
  }

  private static EncodedExample example(int prompt, int... ids) {
    return new EncodedExample(List.of(ids), List.of(prompt), TrainingExample.Kind.TARGET);
  }
}
