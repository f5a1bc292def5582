package dev.nightshift.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.evaluation.AnswerMatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewordingsTests {
  private static final String QUESTION = "Who discovered the element germanium?";

  @Test
  void wordings_differ_from_each_other_and_from_the_question() {
    List<String> wordings = Rewordings.training(QUESTION, 12, 7);

    assertThat(wordings).hasSizeBetween(6, 12).doesNotHaveDuplicates().doesNotContain(QUESTION);
  }

  @Test
  void the_same_seed_gives_the_same_wordings() {
    assertThat(Rewordings.training(QUESTION, 12, 7))
        .isEqualTo(Rewordings.training(QUESTION, 12, 7))
        .isNotEqualTo(Rewordings.training(QUESTION, 12, 8));
  }

  @Test
  void names_and_numbers_survive_every_wording() {
    for (String wording : Rewordings.training("Which port does Quillon 2 use on Linux?", 12, 1)) {
      assertThat(wording).contains("Quillon").contains("2").contains("Linux");
    }
  }

  @Test
  void a_sealed_wording_is_never_one_to_train_on() {
    for (long seed = 0; seed < 50; seed++) {
      String sealed = AnswerMatch.normalized(Rewordings.sealed(QUESTION, seed));

      assertThat(Rewordings.training(QUESTION, 40, seed))
          .noneMatch(wording -> AnswerMatch.normalized(wording).equals(sealed));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"???", "?", "What is &&?", "What is **?", "How do I use ++?", "!!"})
  void a_question_about_punctuation_stops_no_training(String question) {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Rewordings.training(question, 12, seed)).allMatch(wording -> !wording.isBlank());
      assertThat(Rewordings.sealed(question, seed)).isNotBlank();
      assertThat(Contrasts.to(List.of(question), 3, seed)).isEmpty();
    }
  }

  @Test
  void of_a_task_only_what_is_asked_is_worded_otherwise() {
    String rest =
        "\n\nWrite a function: def f(n: int) -> int:\nExamples:\nf(1) returns 2\n\nAnswer.";
    String question = "Return twice the number that is given." + rest;

    assertThat(Rewordings.training(question, 12, 7))
        .hasSizeBetween(6, 12)
        .doesNotContain(question)
        .allMatch(wording -> wording.endsWith(rest));
    assertThat(Rewordings.sealed(question, 7)).endsWith("given?" + rest);
    assertThat(Rewordings.allSealed(question)).contains(Rewordings.sealed(question, 7));
    assertThat(Contrasts.to(List.of(question), 3, 7))
        .hasSize(3)
        .noneMatch(contrast -> contrast.contains("def f"));
  }

  @Test
  void a_question_of_one_word_has_wordings_too() {
    assertThat(Rewordings.training("Why?", 4, 7)).allMatch(wording -> !wording.isBlank());
    assertThat(Rewordings.sealed("Why?", 7)).containsIgnoringCase("why");
  }
}
