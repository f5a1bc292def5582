package dev.nightshift.asking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.augmentation.AugmentationSettings;
import dev.nightshift.augmentation.CorrectionAugmenter;
import dev.nightshift.augmentation.UsedCorrection;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.MiniLmEmbedder;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.inference.EngineSettings;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.TestModel;
import dev.nightshift.quarantine.FeedbackGate;
import dev.nightshift.quarantine.Screen;
import dev.nightshift.serving.EmbeddedLanguageModel;
import dev.nightshift.serving.ServingSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's correction changes the next answer of the real model, and no others. */
class CorrectedAnswersIntegrationTests {
  private static final int SHORT = 24;

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedLanguageModel model;

  @SuppressWarnings("NullAway.Init")
  private LuceneMemory memory;

  @SuppressWarnings("NullAway.Init")
  private AskService asking;

  @BeforeEach
  void open() {
    Embedder embedder = new MiniLmEmbedder(Path.of("target", "native"));
    BaseModel base = TestModel.standard();
    ServingSettings serving = ServingSettings.defaults();
    model =
        EmbeddedLanguageModel.of(
            base.name(),
            EmbeddedEngine.load(base.file(), EngineSettings.defaults()),
            embedder,
            serving);
    memory = LuceneMemory.open(directory, embedder, MemorySettings.defaults());
    Clock clock = Clock.systemUTC();
    CorrectionAugmenter augmenter =
        new CorrectionAugmenter(
            memory, embedder, Screen.ofWords(), AugmentationSettings.defaults(), clock);
    asking = new AskService(model, memory, augmenter, serving, clock);
  }

  @AfterEach
  void close() {
    memory.close();
    model.close();
  }

  private AskReply ask(String question) {
    return asking.ask(question, "ann", SHORT);
  }

  @Test
  void a_correction_changes_the_next_answer_and_leaves_other_questions_alone() {
    String question = "Who is the head keeper of the Brackenfell observatory?";
    String reworded = "What is the name of the head keeper at the Brackenfell observatory?";
    AskReply paris = ask("What is the capital of France?");
    AskReply before = ask(question);
    assertThat(before.answer().text()).doesNotContain("Odalys");
    assertThat(before.corrections()).isEmpty();

    new FeedbackService(memory, FeedbackGate.open(), Clock.systemUTC())
        .give(
            before.id(),
            Feedback.Kind.CORRECTION,
            "The head keeper of the Brackenfell observatory is Odalys Verne.",
            "ann");

    for (String asked : List.of(question, reworded)) {
      AskReply after = ask(asked);
      assertThat(after.answer().text()).contains("Odalys Verne");
      assertThat(after.corrections())
          .extracting(UsedCorrection::exchangeId)
          .containsExactly(before.id());
      assertThat(memory.find(after.id()).orElseThrow().exchange().question()).isEqualTo(asked);
    }
    AskReply again = ask("What is the capital of France?");
    assertThat(again.corrections()).isEmpty();
    assertThat(again.answer().text()).isEqualTo(paris.answer().text());
  }
}
