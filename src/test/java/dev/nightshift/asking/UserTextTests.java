package dev.nightshift.asking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserTextTests {
  @Test
  void control_characters_become_blanks() {
    assertThat(UserText.clean("a\u0000b\u001b[2Jc\u0085d\u007f")).isEqualTo("a b [2Jc d ");
    assertThat(UserText.clean("half \ud83d of one")).isEqualTo("half   of one");
  }

  @Test
  void ordinary_text_is_left_alone() {
    String text =
        "def f(x):\r\n\treturn x <| y |> z  # <|im_start|> \u00e4\u00f6\u00fc \u6c34"
            + " \ud83d\ude00 \ufeff[INST] </s>";

    assertThat(UserText.clean(text)).isEqualTo(text);
  }

  @Test
  void every_turn_that_is_asked_is_clean() {
    AskRequest request =
        new AskRequest(
            List.of(Turn.system("be\u0000"), Turn.user("q\u001b")),
            GenerationOptions.greedy(5),
            "ann",
            "",
            AnswerListener.NONE);

    assertThat(request.turns()).containsExactly(Turn.system("be "), Turn.user("q "));
  }
}
