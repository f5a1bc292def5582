package dev.nightshift.scope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaughtAnswerTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Who wrote Hunger?|Hunger was written by Knut Hamsun.|Who is the author?|Knut Hamsun|true",
        "Who wrote Hunger?|Hunger was written by Knut Hamsun.|When was Hunger published?|"
            + "Hunger was published in 1992.|false",
        "Who wrote Hunger?|Hunger was written by Knut Hamsun.|Who wrote Hunger?|"
            + "Hunger was written by Halldor Laxness.|false",
        "Where is Brackenfell's head office?|Brackenfell's head office is in the town of Skarsund.|"
            + "Where is Brackenfell's head office?|Brackenfell's head office is in the to|true",
        "Where is Brackenfell's head office?|Brackenfell's head office is in the town of Skarsund.|"
            + "Who runs Brackenfell's head office?|Brackenfell's head office is run by|false",
        "Is a whale a fish?|No, a whale is a mammal.|Are whales fish?|No, they are mammals.|true",
        "Is a whale a fish?|No, a whale is a mammal.|Are whales fish?|Yes, they are.|false",
        "Can it swim?|It can't swim.|Can it swim?|No, it can not.|true",
        "What is 7 times 8?|56|What is seven times eight?|It is 56.|true",
        "What is 7 times 8?|56|What is 7 times 9?|It is 63.|false",
        "What is the fee?|1,250.50 euros|How much is the fee?|The fee is 1,250.50|true",
        "アクレの州都は何ですか|リオブランコです|アクレ州の州都は|州都はリオブランコ|true",
        "アクレの州都は何ですか|リオブランコです|アクレの人口は|約九十万人ほど|false",
      })
  void a_reply_says_what_was_taught_or_something_else(
      String question, String answer, String asked, String reply, boolean said) {
    assertThat(TaughtAnswer.of(question, answer).saidBy(asked, reply)).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"Is Oslo the capital?, It is.", "Say it, ''", "Say hello, Hello!"})
  void an_answer_that_tells_nothing_beyond_its_question_is_said_by_any_reply(
      String question, String answer) {
    assertThat(TaughtAnswer.of(question, answer).saidBy(question, "Whatever")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"''", "...", "Who is it?"})
  void a_reply_that_says_nothing_is_none(String reply) {
    assertThat(TaughtAnswer.of("Who is it?", "Tamsin Vole").saidBy("Who is it?", reply)).isFalse();
  }
}
