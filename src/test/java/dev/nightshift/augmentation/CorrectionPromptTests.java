package dev.nightshift.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.serving.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectionPromptTests {
  private static final Turn ASKED = Turn.user("Who?");
  private static final List<UsedCorrection> CORRECTIONS =
      List.of(
          new UsedCorrection("x1", "Who is it?", "It is our Ann.", 0.9, 0.9),
          new UsedCorrection("x2", "Who was it?", "It was our Bob.", 0.8, 0.8));

  private static List<Turn> prompt(PromptForm form, Turn... turns) {
    return CorrectionPrompt.of(form, List.of(turns), CORRECTIONS);
  }

  @Test
  void as_turns_the_best_stands_next_to_the_question() {
    assertThat(prompt(PromptForm.TURN, ASKED))
        .containsExactly(
            Turn.user("Who was it?"),
            Turn.assistant("It was our Bob."),
            Turn.user("Who is it?"),
            Turn.assistant("It is our Ann."),
            ASKED);
    assertThat(prompt(PromptForm.TURN, Turn.system("Be kind."), ASKED))
        .startsWith(Turn.system("Be kind."), Turn.user("Who was it?"))
        .endsWith(ASKED);
  }

  @Test
  void as_facts_of_the_system_what_the_system_says_already_is_kept() {
    assertThat(prompt(PromptForm.SYSTEM, ASKED))
        .containsExactly(Turn.system("Facts:\nIt was our Bob.\nIt is our Ann."), ASKED);
    assertThat(prompt(PromptForm.SYSTEM, Turn.system("Be kind."), ASKED))
        .containsExactly(Turn.system("Be kind.\n\nFacts:\nIt was our Bob.\nIt is our Ann."), ASKED);
  }

  @Test
  void as_information_it_stands_in_the_last_turn_alone() {
    List<Turn> prompt =
        prompt(PromptForm.INFORMATION, Turn.user("Hello"), Turn.assistant("Hi"), ASKED);

    assertThat(prompt).hasSize(3).startsWith(Turn.user("Hello"), Turn.assistant("Hi"));
    assertThat(prompt.getLast().role()).isEqualTo(Turn.Role.USER);
    assertThat(prompt.getLast().content())
        .contains("It was our Bob.\nIt is our Ann.")
        .contains("Who?");
  }

  @Test
  void as_both_the_information_repeats_what_the_earlier_turn_said() {
    assertThat(prompt(PromptForm.TURN_AND_INFORMATION, ASKED))
        .containsExactly(
            Turn.user("Who was it?"),
            Turn.assistant("It was our Bob."),
            Turn.user("Who is it?"),
            Turn.assistant("It is our Ann."),
            Turn.user("Use this information to answer.\nIt was our Bob.\nIt is our Ann.\n\nWho?"));
  }

  @Test
  void a_few_words_stand_with_their_question() {
    assertThat(
            CorrectionPrompt.of(
                PromptForm.INFORMATION,
                List.of(ASKED),
                List.of(new UsedCorrection("x1", "Who is it?", "Ann", 0.9, 0.9))))
        .containsExactly(Turn.user("Use this information to answer.\nWho is it? Ann\n\nWho?"));
  }

  @Test
  void off_says_nothing() {
    assertThat(prompt(PromptForm.OFF, ASKED)).containsExactly(ASKED);
  }

  @Test
  void tokens_are_rather_estimated_too_many_than_too_few() {
    assertThat(TokenEstimate.atMost("The capital of Acre is Rio Branco.")).isBetween(9, 20);
    assertThat(TokenEstimate.atMost("7341")).isGreaterThanOrEqualTo(4);
    assertThat(TokenEstimate.atMost("東京都")).isGreaterThanOrEqualTo(6);
  }
}
