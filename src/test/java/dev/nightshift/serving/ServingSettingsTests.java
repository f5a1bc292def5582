package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.inference.EngineException;
import dev.nightshift.scope.ScopePolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServingSettingsTests {
  @Test
  void by_default_the_base_model_decides_who_answers_and_adapters_are_scoped() {
    ServingSettings settings = ServingSettings.defaults();

    assertThat(settings.backend()).isEqualTo(ServingSettings.Backend.AUTO);
    assertThat(settings.scope()).isEqualTo(ScopePolicy.SCOPED);
    assertThat(settings.confidenceThreshold()).isEqualTo(0.7);
    assertThat(settings.maxTokens()).isEqualTo(256);
    assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void wrong_values_are_named() {
    assertWrong("ollamaUrl", () -> with("ftp://x", 0.7, 1, 1, Duration.ofSeconds(1)));
    assertWrong("confidenceThreshold", () -> with("http://x", 1.1, 1, 1, Duration.ofSeconds(1)));
    assertWrong(
        "confidenceThreshold", () -> with("http://x", Double.NaN, 1, 1, Duration.ofMillis(1)));
    assertWrong("queueSize", () -> with("http://x", 0.7, 0, 1, Duration.ofSeconds(1)));
    assertWrong("maxTokens", () -> with("http://x", 0.7, 1, 0, Duration.ofSeconds(1)));
    assertWrong("timeout", () -> with("http://x", 0.7, 1, 1, Duration.ZERO));
  }

  @Test
  void a_server_on_this_machine_leaves_half_of_it_to_the_others() {
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    assertThat(at("127.0.0.1:1234").threadsToAskFor()).isEqualTo(half);
    assertThat(at("0.0.0.0").threadsToAskFor()).isEqualTo(half);
    assertThat(at("https://gpu.example").threadsToAskFor()).isZero();
  }

  private static ServingSettings at(String url) {
    return with(url, 0.7, 1, 1, Duration.ofSeconds(1));
  }

  private static ServingSettings with(
      String url, double threshold, int queue, int tokens, Duration timeout) {
    return new ServingSettings(
        ServingSettings.Backend.OLLAMA,
        url,
        "",
        0,
        ServingSettings.AdapterForm.AUTO,
        ServingSettings.LLAMA_SERVER,
        "",
        ScopePolicy.OFF,
        threshold,
        queue,
        tokens,
        timeout);
  }

  private static void assertWrong(String name, Runnable making) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessageStartingWith(name);
  }

  @Test
  void numbers_that_are_none_are_the_fault_of_an_adapter_if_there_is_one() {
    assertThat(EngineSource.code(EngineException.Code.NUMBERS, true))
        .isEqualTo(ServingException.Code.ADAPTER);
    assertThat(EngineSource.code(EngineException.Code.NUMBERS, false))
        .isEqualTo(ServingException.Code.UNAVAILABLE);
    assertThat(EngineSource.code(EngineException.Code.CONTEXT, true))
        .isEqualTo(ServingException.Code.REQUEST);
  }
}
