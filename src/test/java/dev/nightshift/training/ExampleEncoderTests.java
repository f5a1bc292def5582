package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.TinyModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too long to be trained on; the tiny model has a token for each character. */
class ExampleEncoderTests {
  private static final int MOST = 128;
  private static final String LONG = "x".repeat(MOST);

  @TempDir Path folder;
  private ExampleEncoder encoder;

  @BeforeEach
  void model() {
    Path file = TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32);
    try (GgufFile gguf = GgufFile.open(file)) {
      encoder = new ExampleEncoder(PromptEncoder.of(gguf), MOST);
    }
  }

  @Test
  void an_example_that_is_too_long_is_left_out_and_named_and_the_others_stay() {
    ExampleEncoder.Encoded encoded =
        encoder.encode(List.of(target("Why?", LONG), target("Who?", "Ada."), target(LONG, "No.")));

    assertThat(encoded.examples()).hasSize(1);
    assertThat(encoded.leftOut()).containsExactly("Why?", "x".repeat(80) + "…");
  }

  @Test
  void of_an_example_with_one_wording_too_long_the_others_are_trained_on() {
    ExampleEncoder.Encoded encoded = encoder.encode(List.of(target(List.of("A?", LONG, "Bcd?"))));

    EncodedExample example = encoded.examples().getFirst();
    assertThat(example.wordings()).hasSize(2);
    assertThat(example.promptLengths()).hasSize(2);
    assertThat(example.length(1)).isEqualTo(example.length(0) + 2);
    assertThat(encoded.leftOut()).isEmpty();
  }

  @Test
  void nothing_is_trained_when_no_target_is_short_enough() {
    TrainingExample replay =
        new TrainingExample(List.of("Who?"), "Ada.", TrainingExample.Kind.REPLAY);

    assertThatThrownBy(() -> encoder.encode(List.of(target("Why?", LONG), replay)))
        .isInstanceOfSatisfying(
            TrainingException.class,
            e -> assertThat(e.code()).isEqualTo(TrainingException.Code.INPUT))
        .hasMessageContaining("Why?");
    assertThat(encoder.encode(List.of(replay)).examples()).hasSize(1);
  }

  private static TrainingExample target(String question, String answer) {
    return new TrainingExample(List.of(question), answer, TrainingExample.Kind.TARGET);
  }

  private static TrainingExample target(List<String> questions) {
    return new TrainingExample(questions, "Yes.", TrainingExample.Kind.TARGET);
  }
}
