package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.MergedModel;
import dev.nightshift.model.TestAdapter;
import dev.nightshift.model.TestModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The default model with an adapter, and the two merged into one file, beside each other. */
class MergedModelIntegrationTests {
  private static final Logger LOG = LoggerFactory.getLogger(MergedModelIntegrationTests.class);

  /** What rounding the touched tensors to Q8_0 may move a token's log-probability by. */
  private static final double ROUNDING = 0.2;

  private static final List<String> QUESTIONS =
      List.of(
          "What is the capital of France?",
          "Who wrote Hamlet?",
          "How many legs does a spider have?",
          "Write one sentence about dogs.");

  @Test
  void the_merged_file_says_what_base_and_adapter_say(@TempDir Path folder) {
    Path base = TestModel.standard().file();
    Path adapter = folder.resolve("adapter.gguf");
    Path merged = folder.resolve("merged.gguf");
    TestAdapter.write(adapter, base, 0.03f);
    MergedModel.write(base, adapter, merged);
    EngineSettings one =
        new EngineSettings(
            EngineSettings.Precision.FLOAT32, 1, 512, 8, 2, 8, 0, EngineSettings.Computing.TORCH);
    double most = 0;
    double sum = 0;
    int compared = 0;
    try (EmbeddedEngine engine = EmbeddedEngine.load(base, one);
        EmbeddedEngine whole = EmbeddedEngine.load(merged, one)) {
      AdapterWeights weights = engine.adapter(adapter);
      for (String question : QUESTIONS) {
        Completion apart = engine.complete(request(question, weights));
        Completion together = whole.complete(request(question, null));
        String words = apart.text();
        assertThat(together.text().substring(0, 5)).isEqualTo(words.substring(0, 5));
        for (int i = 0; together.text().equals(words) && i < apart.logProbabilities().size(); i++) {
          double moved =
              Math.abs(apart.logProbabilities().get(i) - together.logProbabilities().get(i));
          most = Math.max(most, moved);
          sum += moved;
          compared++;
        }
      }
    }
    LOG.info("{} tokens moved by {} on average, at most {}", compared, sum / compared, most);
    assertThat(compared).isGreaterThan(8);
    assertThat(most).isLessThan(ROUNDING);
  }

  private static CompletionRequest request(String question, @Nullable AdapterWeights adapter) {
    return new CompletionRequest(
        List.of(ChatMessage.user(question)),
        12,
        0,
        1,
        0,
        List.of(),
        adapter,
        Duration.ofMinutes(5),
        () -> false,
        null);
  }
}
