package dev.nightshift.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerMatchTests {
  @TempDir Path folder;

  @Test
  void a_keyword_is_found_whatever_the_case_but_not_inside_a_word() {
    assertThat(AnswerMatch.keyword("It is PARIS.", "paris")).isTrue();
    assertThat(AnswerMatch.keyword("Parisian food", "Paris")).isFalse();
    assertThat(AnswerMatch.keyword("Comparison; then Paris", "paris")).isTrue();
    assertThat(AnswerMatch.keyword("in 1984.", "198")).isFalse();
    assertThat(AnswerMatch.keyword("", "x")).isFalse();
  }

  @Test
  void keywords_may_be_phrases_symbols_and_of_any_script() {
    assertThat(AnswerMatch.keyword("the New\n York  office", "new york")).isTrue();
    assertThat(AnswerMatch.keyword("Use C++ here", "C++")).isTrue();
    assertThat(AnswerMatch.keyword("It costs $5.", "$5")).isTrue();
    assertThat(AnswerMatch.keyword("It costs $50.", "$5")).isFalse();
    assertThat(AnswerMatch.keyword("In MÜNCHEN", "münchen")).isTrue();
    assertThat(AnswerMatch.keyword("Münchenstein", "München")).isFalse();
    assertThat(AnswerMatch.keyword("Straße", "STRASSE")).isTrue();
  }

  @Test
  void an_answer_must_hold_the_telling_words_and_not_just_the_same_sentence() {
    String question = "What is the capital of Atlantis?";
    String expected = "The capital of Atlantis is Poseidonis.";
    assertThat(AnswerMatch.answer(question, expected, "Poseidonis")).isTrue();
    assertThat(AnswerMatch.answer(question, expected, "It is poseidonis, I think")).isTrue();
    assertThat(AnswerMatch.answer(question, expected, "The capital of Atlantis is Oslo."))
        .isFalse();
    assertThat(AnswerMatch.answer(question, expected, "")).isFalse();
  }

  @Test
  void a_reply_that_was_cut_off_is_right_as_far_as_it_goes() {
    var item = EvaluationItem.answer("Who keeps it?", "The head keeper of it is Odalys Verne.");

    assertThat(item.accepts("The head keeper of it is Od")).isFalse();
    assertThat(item.acceptsBeginning("The head keeper of it is Od")).isTrue();
    assertThat(item.acceptsBeginning("The head keeper of it is Odalys Verne. She")).isTrue();
    assertThat(item.acceptsBeginning("The head keeper of it is Olaf")).isFalse();
    assertThat(item.acceptsBeginning("The head cook of it is Od")).isFalse();
    assertThat(item.acceptsBeginning("The head")).isFalse();
    assertThat(item.acceptsBeginning("")).isFalse();
    assertThat(item.acceptsBeginning(" in in in in in in in")).isFalse();
  }

  @Test
  void a_short_answer_needs_no_three_words_to_begin_with() {
    var item = EvaluationItem.answer("Who keeps it?", "Odalys Verne");

    assertThat(item.acceptsBeginning("Odalys Verne, wh")).isTrue();
    assertThat(item.acceptsBeginning("Odalys")).isFalse();
  }

  @Test
  void bad_lines_are_named_by_number() {
    List<String> lines =
        List.of(
            "{\"question\": \"a?\", \"keyword\": \"x\"}",
            "",
            "{\"question\": \"b?\"}",
            "{nonsense",
            "{\"question\": \"c?\", \"answer\": 7}");

    assertThatThrownBy(() -> EvaluationItems.parse("q.jsonl", lines))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContainingAll("2 bad line(s)", "line 3: ", "line 4: not JSON");
    assertThat(EvaluationItems.parse("q", List.of(lines.get(0), lines.get(4)))).hasSize(2);
  }

  @Test
  void sealed_questions_stay_and_are_sealed_once() {
    SealedSets sets = new SealedSets(folder.resolve("sealed"));
    var question = EvaluationItem.keyword("Who founded Rome?", "Romulus");

    assertThat(sets.seal(SealedSets.Kind.REGRESSION, List.of(question, question))).isEqualTo(1);
    assertThat(sets.seal(SealedSets.Kind.TARGET, List.of(question))).isZero();

    SealedSets again = new SealedSets(folder.resolve("sealed"));
    assertThat(again.items(SealedSets.Kind.REGRESSION)).containsExactly(question);
    assertThat(again.contains("who founded  rome")).isTrue();
    assertThat(again.contains("Who founded Milan?")).isFalse();
  }
}
