package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.exchange.Answer;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.model.TestModel;
import dev.nightshift.rollout.Breakage;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real engine, reloaded as the watchdog does it. */
class GpuReloadIntegrationTests {
  private static final Question CAPITAL = Question.of("What is the capital of France?", 12);

  @Test
  void a_reload_brings_back_the_base_its_adapter_and_the_models_beside_it(@TempDir Path home)
      throws Exception {
    Map<String, String> settings =
        Map.of(
            "nightshift.serving.scope", "always",
            "nightshift.models.beside.kind", "text",
            "nightshift.models.beside.backend", "embedded",
            "nightshift.models.beside.model", TestModel.standard().file().toString());
    try (RunningServer server = new RunningServer(home, settings)) {
      Pipeline pipeline = server.pipeline;
      String base = ask(pipeline).text();
      AdapterVersion version = adapter(pipeline);
      pipeline.model().activate(new ServableAdapter(version.name(), version.directory()));
      String adapted = ask(pipeline).text();
      assertThat(adapted).isNotEqualTo(base);
      while (pipeline.gpu.models().size() < 2) {
        Thread.sleep(50);
      }
      GpuWatch watch = new GpuWatch(pipeline);

      Path lock = pipeline.home().loras().resolve(".rollout.lock");
      try (ProcessLock _ = ProcessLock.acquire(lock, "deploy")) {
        assertThat(watch.reload()).as("a rollout is under way").isFalse();
      }
      assertThat(watch.reload()).isTrue();

      Answer after = ask(pipeline);
      assertThat(after.text()).isEqualTo(adapted);
      assertThat(after.adapter()).isEqualTo(version.name());
      assertThat(pipeline.gpu.models())
          .hasSize(2)
          .allSatisfy(model -> assertThat(model.answer(CAPITAL).text()).isNotBlank());
      pipeline.model().deactivate();
      assertThat(ask(pipeline).text()).isEqualTo(base);
    }
  }

  private static Answer ask(Pipeline pipeline) {
    return pipeline.model().answer(CAPITAL);
  }

  private static AdapterVersion adapter(Pipeline pipeline) throws Exception {
    Path staged = pipeline.adapters().stage();
    new BrokenAdapter(pipeline.baseModel())
        .make(pipeline.adapters().base(), Breakage.GARBAGE, staged);
    return pipeline.adapters().publish(staged, pipeline.clock().instant());
  }
}
