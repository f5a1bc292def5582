package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ReplaceableLanguageModel;
import dev.nightshift.serving.ServingException;
import dev.nightshift.vram.VramSettings.WhileTraining;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GpuTurnsTests {
  private static final ReentrantLock TAKEN = new ReentrantLock();

  private final ReplaceableLanguageModel model =
      new ReplaceableLanguageModel(new Model("gpu"), () -> new Model("gpu again"));

  private static GpuTurns turns(boolean gpu, WhileTraining whileTraining) {
    Supplier<LanguageModel> processor = () -> new Model("processor");
    return new GpuTurns(
        () -> gpu, whileTraining, Optional.of(processor), Duration.ofSeconds(30), TAKEN);
  }

  private String ask() {
    return model.answer(Question.of("Who?", 1)).text();
  }

  @Test
  void while_a_training_has_the_gpu_the_processor_answers() {
    String meanwhile =
        turns(true, WhileTraining.PROCESSOR)
            .whileTraining(
                model,
                () -> {
                  assertThat(TAKEN.isLocked()).as("no reload meanwhile").isTrue();
                  return ask();
                });

    assertThat(TAKEN.isLocked()).isFalse();
    assertThat(meanwhile).isEqualTo("processor");
    assertThat(ask()).isEqualTo("gpu again");
  }

  @Test
  void or_questions_are_refused() {
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> turns(true, WhileTraining.PAUSE).whileTraining(model, this::ask))
        .withMessageContaining("a training has the GPU");
    assertThat(ask()).isEqualTo("gpu again");
  }

  @Test
  void a_server_has_no_processor_to_move_to() {
    GpuTurns server =
        new GpuTurns(
            () -> true, WhileTraining.PROCESSOR, Optional.empty(), Duration.ofSeconds(30), TAKEN);

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> server.whileTraining(model, this::ask));
    assertThat(ask()).isEqualTo("gpu again");
  }

  @Test
  void whatever_becomes_of_the_training_the_model_gets_the_gpu_back() {
    for (WhileTraining way : WhileTraining.values()) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  turns(true, way)
                      .whileTraining(
                          model,
                          () -> {
                            throw new IllegalStateException("the trainer died");
                          }))
          .withMessage("the trainer died");
      assertThat(ask()).startsWith("gpu");
    }
  }

  @Test
  void without_a_gpu_or_with_room_for_both_nothing_moves() {
    assertThat(turns(false, WhileTraining.PAUSE).whileTraining(model, this::ask)).isEqualTo("gpu");
    assertThat(turns(true, WhileTraining.SHARE).whileTraining(model, this::ask)).isEqualTo("gpu");
    assertThat(ask()).isEqualTo("gpu");
  }

  private static final class Model extends BaseOnlyModel {
    private final String name;

    Model(String name) {
      this.name = name;
    }

    @Override
    public Answer answer(Question question) {
      return new Answer(name, 1, "tiny", "base", "r", Duration.ZERO, 1, 1, List.of());
    }
  }
}
