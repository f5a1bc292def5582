package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a small model said in place of facts, and what may be said. */
class PhrasingCheckTests {
  private static final String TASK =
      "primes: 0 of 1 (0 %, 95 % interval 0 to 79 %) runs solved, 0 of 4 (0 %, 95 % interval 0 to"
          + " 49 %) attempts passed.\nThe newest attempt passed 0 of 6 rows and failed by syntax"
          + " errors.";
  private static final String NONE =
      "There are not two reports to compare yet; pipeline governance report writes one.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No runs of primes were solved. | it denies what the facts do not deny",
        "The task primes is a mathematical problem that has been solved by a team of researchers."
            + "| most of it is not about the facts",
        "The newest attempt failed. The newest attempt failed. | it says the same thing twice",
        "Of primes 7 runs were solved. | it has a number that is not among the facts",
        "1 2 3 | it has a number that is not among the facts",
        "0 0 | most of it is not about the facts",
        "'' | it says nothing"
      })
  void what_does_not_follow_is_not_said(String words, String why) {
    assertThat(PhrasingCheck.objection(words, TASK)).contains(why);
  }

  @Test
  void an_answer_to_the_question_that_is_not_among_the_facts_is_none() {
    assertThat(PhrasingCheck.objection("No, it is not getting better.", NONE))
        .contains("it denies what the facts do not deny");
    assertThat(PhrasingCheck.objection("Yes, it is getting better.", NONE))
        .contains("most of it is not about the facts");
  }

  @Test
  void what_is_to_be_done_is_not_turned_into_what_is_not_to_be_done() {
    String facts =
        "1. tell the writer: write complete Python 3, put nothing but code into the block: 4 of 8"
            + " attempts are no Python.";

    assertThat(PhrasingCheck.objection("The writer should not write complete Python 3.", facts))
        .contains("it denies what the facts do not deny");
    assertThat(PhrasingCheck.objection("Tell the writer to put nothing but code into it.", facts))
        .isEmpty();
  }

  @Test
  void a_sentence_that_runs_in_circles_is_not_said() {
    String circle = "0 of 1 (0 %, 95 % interval 0 to 79 %) runs solved, ";

    assertThat(PhrasingCheck.objection("primes: " + circle + circle, TASK))
        .contains("it says the same thing twice");
    assertThat(PhrasingCheck.objection(TASK, TASK)).isEmpty();
  }

  @Test
  void facts_in_other_words_may_be_said() {
    assertThat(
            PhrasingCheck.objection(
                "Of primes 0 of 1 runs were solved and 0 of 4 attempts passed; the newest attempt"
                    + " failed because of syntax errors.",
                TASK))
        .isEmpty();
    assertThat(PhrasingCheck.objection("There are not yet two reports to compare.", NONE))
        .isEmpty();
  }
}
