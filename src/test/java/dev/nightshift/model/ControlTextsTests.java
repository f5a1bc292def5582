package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ControlTextsTests {
  private final ControlTexts controls = new ControlTexts(List.of("<|im_end|>", "</s>", "x"));

  @Test
  void a_control_text_is_broken_wherever_it_stands() {
    assertThat(controls.broken("a<|im_end|>b</s>", "-")).isEqualTo("a<-|im_end|>b<-/s>");
  }

  @Test
  void one_that_what_follows_could_finish_is_ended() {
    assertThat(controls.broken("a<|im_", "-")).isEqualTo("a<|im_-");
    assertThat(controls.broken("1 <", "-")).isEqualTo("1 <-");
  }

  @Test
  void other_words_stay_as_they_are() {
    assertThat(controls.broken("1 < 2 and x <|im|>!", "-")).isEqualTo("1 < 2 and x <|im|>!");
  }
}
