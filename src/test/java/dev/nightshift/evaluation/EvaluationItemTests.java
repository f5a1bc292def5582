package dev.nightshift.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvaluationItemTests {
  @Test
  void code_is_judged_at_its_end_and_other_answers_within_the_limit() {
    String program = "```python\n" + "x = 1\n".repeat(30) + "```";

    assertThat(EvaluationItem.answer("q", "Oslo ".repeat(300)).tokens(32)).isEqualTo(32);
    assertThat(EvaluationItem.keyword("q", "```").tokens(32)).isEqualTo(32);
    assertThat(EvaluationItem.answer("q", program).tokens(32)).isBetween(100, 200);
    assertThat(EvaluationItem.answer("q", program).tokens(500)).isEqualTo(500);
    assertThat(EvaluationItem.answer("q", program.repeat(50)).tokens(32)).isEqualTo(1_000);
  }
}
