package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.TestModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The default base model: what it computes is what transformers computes in float32. */
@ParameterizedClass
@EnumSource(
    value = Computing.class,
    names = {"BLOCKS", "TORCH"})
class RealModelIntegrationTests {
  @SuppressWarnings("NullAway.Init")
  private static EmbeddedEngine engine;

  private final Computing computing;

  RealModelIntegrationTests(Computing computing) {
    this.computing = computing;
  }

  @BeforeParameterizedClassInvocation
  static void load(Computing computing) {
    EngineSettings settings =
        new EngineSettings(EngineSettings.Precision.FLOAT32, 0, 4096, 32, 4, 16, 0, computing);
    engine = EmbeddedEngine.load(TestModel.standard().file(), settings);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    engine.close();
  }

  @Test
  void the_settings_decide_what_computes() {
    assertThat(engine.description())
        .startsWith(computing == Computing.TORCH ? "PyTorch" : "vector kernels");
  }

  @Test
  void log_probabilities_equal_the_reference_within_two_thousandths() throws IOException {
    for (JsonNode prompt : reference().get("prompts")) {
      int[] ids = new int[prompt.get("ids").size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = prompt.get("ids").get(i).asInt();
      }
      for (JsonNode expected : prompt.get("hf_fp32_top10")) {
        int[] token = {expected.get(0).asInt()};
        assertThat(engine.logProbabilities(ids, token, null)[0])
            .isCloseTo(expected.get(1).asDouble(), within(2e-3));
      }
    }
  }

  @Test
  void answers_given_together_equal_answers_given_one_by_one() {
    List<CompletionRequest> requests = new ArrayList<>();
    for (String question :
        List.of(
            "What is the capital of France?",
            "Write one sentence about dogs.",
            "Who wrote Hamlet?",
            "Hi",
            "What is the largest planet in our solar system, and how many moons does it have?",
            "What is 2+2?")) {
      requests.add(CompletionRequest.greedy(List.of(ChatMessage.user(question)), 20));
    }
    List<Completion> together = engine.completeAll(requests);
    for (int i = 0; i < requests.size(); i++) {
      Completion alone = engine.complete(requests.get(i));
      assertThat(together.get(i).text()).isEqualTo(alone.text());
      assertThat(numbers(together.get(i))).containsExactly(numbers(alone), within(1e-3));
    }
    assertThat(together.getFirst().text()).isEqualTo("The capital of France is Paris.");
  }

  private static JsonNode reference() throws IOException {
    try (InputStream in =
        RealModelIntegrationTests.class.getResourceAsStream("/reference/smollm2_logits.json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in));
    }
  }

  private static double[] numbers(Completion answer) {
    return answer.logProbabilities().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
