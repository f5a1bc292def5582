package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.gguf.DamagedFiles;
import dev.nightshift.gguf.GgufException;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.tensor.NativeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model whose header is damaged runs, or is refused with one of our exceptions, all the way from
 * the file to a computed token.
 */
class ModelFuzzIntegrationTests {
  private static final int MUTATIONS = 400;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    NativeRuntime.start(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma3", "phi3"})
  void damaged_models_run_or_are_refused(String model) throws IOException {
    byte[] whole =
        Files.readAllBytes(TinyModel.write(folder.resolve("whole.gguf"), model, GgufType.Q8_0));
    int header = whole.length / 4;
    try (GgufFile file = GgufFile.open(folder.resolve("whole.gguf"))) {
      long data = file.tensors().values().stream().mapToLong(t -> t.data().byteSize()).sum();
      header = Math.toIntExact(whole.length - data);
    }
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Path file = folder.resolve("damaged.gguf");
      Files.write(file, DamagedFiles.damaged(whole, header, random));
      refused += runs(file) ? 0 : 1;
    }
    assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS - 1);
    Files.write(folder.resolve("damaged.gguf"), whole);
    assertThat(runs(folder.resolve("damaged.gguf"))).isTrue();
  }

  private static boolean runs(Path path) {
    try (GgufFile file = GgufFile.open(path);
        NDManager scope = NativeRuntime.newManager()) {
      ModelSpec spec = ModelSpec.of(file);
      ChatTemplate.of(file).render(List.of(ChatMessage.user("Hi")), true);
      try (Tokenizer tokenizer = Tokenizer.of(file)) {
        tokenizer.decode(tokenizer.encode("Hello"));
      }
      WeightForm form = WeightForm.QUANTISED;
      try (ModelWeights weights = ModelWeights.load(file, spec, form, 8);
          TransformerProgram program = TransformerProgram.compile(spec, form)) {
        CachedTokens tokens =
            new CachedTokens(
                scope.create(new long[] {1, 2}, new Shape(1, 2)),
                scope.create(new long[] {0, 1}),
                null,
                program.cache(scope, 1, 2),
                0);
        program.step(scope, tokens, weights, AdapterTensors.NONE).toFloatArray();
      }
      return true;
    } catch (GgufException | ModelException refusal) {
      assertThat(refusal).message().isNotBlank();
      return false;
    }
  }
}
