package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.model.TinyModel;
import dev.nightshift.model.Tokenizer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the tokenizer's library. */
class EngineLoadingIntegrationTests {
  @TempDir Path folder;

  @Test
  void an_error_half_way_leaves_neither_the_file_nor_the_tokenizer_behind() {
    Path model = TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32);
    AtomicReference<GgufFile> opened = new AtomicReference<>();
    AtomicReference<Tokenizer> made = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                EmbeddedEngine.load(
                    model,
                    EngineSettings.defaults(),
                    (file, spec, settings, tokenizer) -> {
                      opened.set(file);
                      made.set(tokenizer.get());
                      assertThat(made.get().encode("a")).isNotEmpty();
                      throw new NoClassDefFoundError("jdk/incubator/vector/FloatVector");
                    }))
        .isInstanceOf(NoClassDefFoundError.class);
    assertThat(opened.get().tensor("output_norm.weight").data().scope().isAlive()).isFalse();
    assertThatThrownBy(() -> made.get().encode("a")).isInstanceOf(IllegalStateException.class);
  }
}
