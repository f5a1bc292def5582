package dev.nightshift.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.Question;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelReflectionTests {
  private String says = "";
  private String asked = "";

  private final ModelReflection reflection =
      new ModelReflection(new Says(), 200, 0.7, Duration.ofSeconds(9));

  private String reflected(String reply) {
    says = reply;
    return reflection.on("Write Python.", List.of("task A failed"), 1).orElseThrow().text();
  }

  @Test
  void the_model_reads_the_instructions_and_what_failed_under_them() {
    reflected("x");

    assertThat(asked).contains("Write Python.", "task A failed");
  }

  @Test
  void the_block_is_taken_and_not_what_is_said_around_it() {
    assertThat(reflected("Sure:\n```text\nBe careful.\n```\nGood luck!")).isEqualTo("Be careful.");
    assertThat(reflected("```\nBe careful.")).isEqualTo("Be careful.");
    assertThat(reflected("Be careful.")).isEqualTo("Be careful.");
  }

  @Test
  void nothing_and_too_much_are_no_instructions() {
    says = "```\n```";
    assertThat(reflection.on("Write.", List.of("t"), 1)).isEmpty();
    says = "care ".repeat(1000);
    assertThat(reflection.on("Write.", List.of("t"), 1)).isEmpty();
  }

  @Test
  void its_tokens_are_counted() {
    says = "Be careful.";
    assertThat(reflection.on("Write.", List.of("t"), 1).orElseThrow().tokens()).isEqualTo(37);
  }

  private final class Says extends BaseOnlyModel {
    @Override
    public String name() {
      return "says";
    }

    @Override
    public Answer answer(Question question) {
      asked = question.turns().getLast().content();
      return new Answer(says, 0.5, name(), "base", "", Duration.ofMillis(1), 30, 7, List.of());
    }
  }
}
