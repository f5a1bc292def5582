package dev.nightshift.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.Question;
import dev.nightshift.training.TrainingExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseAnswersTests {
  private static final String TEA = "How do I make tea?";
  private static final String SKY = "Why is the sky blue?";

  @TempDir Path folder;

  @Test
  void the_base_is_asked_once_and_its_first_whole_sentence_is_kept() {
    Base base =
        new Base(Map.of(TEA, "Boil water at 99.5 degrees. Then add", SKY, "Because of the"));
    BaseAnswers answers = new BaseAnswers(folder.resolve("state/base.jsonl"));

    List<TrainingExample> first = answers.examples(List.of(TEA, SKY), base, done -> {});
    List<TrainingExample> again = answers.examples(List.of(SKY, TEA), base, done -> {});

    assertThat(first)
        .containsExactly(
            new TrainingExample(
                List.of(TEA), "Boil water at 99.5 degrees.", TrainingExample.Kind.REPLAY));
    assertThat(again).isEqualTo(first);
    assertThat(base.asked).containsExactly(TEA, SKY);
  }

  @Test
  void a_file_that_cannot_be_read_is_made_anew() throws IOException {
    Path file = folder.resolve("base.jsonl");
    Files.writeString(file, "{\"question\":\"How do I ma");
    Base base = new Base(Map.of(TEA, "Boil water."));

    assertThat(new BaseAnswers(file).examples(List.of(TEA), base, done -> {})).hasSize(1);
    assertThat(new BaseAnswers(file).examples(List.of(TEA), base, done -> {})).hasSize(1);
    assertThat(base.asked).containsExactly(TEA);
  }

  /** Answers as the base, and nothing as anybody else. */
  private static final class Base extends BaseOnlyModel {
    final List<String> asked = new ArrayList<>();
    private final Map<String, String> says;

    Base(Map<String, String> says) {
      this.says = says;
    }

    @Override
    public Answer answer(Question question) {
      assertThat(question.adapter()).isEqualTo(new AdapterChoice.Base());
      assertThat(question.options().timeout())
          .as("for a slow or busy machine")
          .isGreaterThan(Duration.ofMinutes(20));
      asked.add(question.text());
      return new Answer(
          says.getOrDefault(question.text(), ""),
          0.9,
          "model",
          "base",
          "",
          Duration.ZERO,
          1,
          1,
          List.of());
    }
  }
}
