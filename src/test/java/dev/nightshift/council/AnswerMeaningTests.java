package dev.nightshift.council;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerMeaningTests {
  private final AnswerMeaning meaning =
      new AnswerMeaning("Who leads the harbour office in Bergen?", WordEmbedder.ofAllWords(), 0.7);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Lise Hansen|lise hansen.",
        "Lise Hansen leads the office.|The office is Lise Hansen leads",
        "It needs two keys and a form because the law says so.|It needs two keys and a form since"
            + " the law says so.",
      })
  void theseMeanTheSame(String a, String b) {
    assertThat(meaning.same(a, b)).isTrue();
    assertThat(meaning.same(b, a)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Lise Hansen|Erik Hansen",
        "The code is 4711.|The code is 4712.",
        "You may enter the harbour office in Bergen.|You may not enter the harbour office in"
            + " Bergen.",
        "The office opens early.|The office closes late.",
        "yes|no",
      })
  void theseDoNot(String a, String b) {
    assertThat(meaning.same(a, b)).isFalse();
    assertThat(meaning.same(b, a)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Erik Berg leads the harbour office in Bergen.|About Erik Berg.|true",
        "Erik Berg.|I think Erik Berg leads it.|true",
        "Lise Hansen leads it.|Erik Berg leads it.|false",
        "It is not Erik Berg.|It is Erik Berg.|false",
        "Room 12|Room 12, or 14 on Mondays|false",
        "Erik Berg|Erik Berg, or perhaps Lise Hansen since the spring|false",
        "Erik Berg, because the board elected him.|Erik Berg|false",
      })
  void anAnswerThatSaysNoMoreThanTheFailedOneRepeatsIt(
      String answer, String failed, boolean repeats) {
    assertThat(meaning.repeats(answer, failed)).isEqualTo(repeats);
  }
}
