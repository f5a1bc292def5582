package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.grammar.ConstrainedAnswer;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.grammar.TokenTrie;
import dev.nightshift.inference.Sampler.Draw;
import dev.nightshift.model.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tokens a, b, c and an end, of which the constraint allows a and b. */
class TokenChoiceTests {
  private static final double[] SHARES = {0.1, 0.2, 0.6, 0.1};
  private static final Constraint A_OR_B = new Constraint.RegularExpression("[ab]");

  /** Two logits of something else stand before. */
  private static final float[] LOGITS = {9, 9, log(0), log(1), log(2), log(3)};

  private static float log(int token) {
    return (float) Math.log(SHARES[token]);
  }

  @Test
  void the_best_allowed_token_is_taken_with_its_probability_among_all() {
    Draw draw = choice(0).next(LOGITS, 2, 4);
    assertThat(draw.token()).isEqualTo(1);
    assertThat(Math.exp(draw.logProbability())).isCloseTo(0.2, within(1e-6));
  }

  @Test
  void draws_are_of_allowed_tokens_in_proportion() {
    TokenChoice choice = choice(1);
    int[] counts = new int[4];
    for (int i = 0; i < 3000; i++) {
      Draw draw = choice.next(LOGITS, 2, 4);
      counts[draw.token()]++;
      assertThat(Math.exp(draw.logProbability())).isCloseTo(SHARES[draw.token()], within(1e-6));
    }
    assertThat(counts[2] + counts[3]).isZero();
    assertThat(counts[1] / 3000.0).isCloseTo(2 / 3.0, within(0.05));
  }

  @Test
  void an_allowed_token_that_is_no_number_is_told_as_such() {
    float[] broken = {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
    assertThat(choice(0).next(broken, 0, 4).logProbability()).isNaN();
  }

  @Test
  void a_stop_text_and_a_constraint_exclude_each_other() {
    CompletionRequest stopped =
        new CompletionRequest(
            List.of(ChatMessage.user("?")),
            4,
            0,
            1,
            0,
            List.of("b"),
            null,
            Duration.ofSeconds(9),
            () -> false,
            null);
    assertThatThrownBy(() -> stopped.constrained(A_OR_B)).hasMessageContaining("use one of them");
  }

  private static TokenChoice choice(double temperature) {
    List<byte[]> tokens =
        Stream.of("a", "b", "c", "").map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    ConstrainedAnswer answer = A_OR_B.over(new TokenTrie(tokens, Set.of(3), false)).begin(5);
    return new TokenChoice(temperature == 0 ? null : new Sampler(temperature, 1, 3), answer);
  }
}
