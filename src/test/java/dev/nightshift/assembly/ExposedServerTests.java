package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.home.Home;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposedServerTests {
  @TempDir private Path folder;

  /** The model does not exist: opening it, or anything else, would fail in another way. */
  @Test
  void without_keys_it_is_refused_before_anything_is_opened() {
    Home home = new Home(folder);
    Settings settings =
        Settings.load(
            home,
            Map.of(),
            Map.of(
                "nightshift.model.base",
                folder.resolve("none.gguf").toString(),
                "nightshift.gateway.address",
                "0.0.0.0"));
    try (Pipeline pipeline = new Pipeline(home, settings)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PipelineServer.start(pipeline))
          .withMessageContainingAll("0.0.0.0", "pipeline keys create", "api-token", "127.0.0.1");
    }
    assertThat(home.memory()).doesNotExist();
    assertThat(home.state().resolve("nightshift.mv.db")).doesNotExist();
  }
}
