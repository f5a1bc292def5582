package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.tensor.NativeRuntime;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows with more keys than are multiplied with all queries at once. */
class LongRowsIntegrationTests {
  private static final int LENGTH = AttentionText.WHOLE / 2 + 44;
  private static final long[] POSITIONS = {3, 250, 298, 300, 477, 598};
  private static final long[] TARGETS = {5, 17, 2, 90, 41, 8};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma3"})
  void one_long_row_gives_what_its_sequences_give_as_rows(String model) {
    long[] ids = new long[2 * LENGTH];
    long[] places = new long[2 * LENGTH];
    boolean[] mask = new boolean[4 * LENGTH * LENGTH];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (7L * i + i / 11) % 96;
      places[i] = i % LENGTH;
      for (int j = i / LENGTH * LENGTH; j <= i; j++) {
        mask[i * 2 * LENGTH + j] = true;
      }
    }
    TokenRows rows = TokenRows.padded(2, ids, POSITIONS, TARGETS);
    TokenRows row = new TokenRows(1, ids.length, ids, places, mask, POSITIONS, TARGETS);
    try (NDManager scope = NativeRuntime.newManager()) {
      Gradients apart = gradients(scope, model, rows);
      Gradients whole = gradients(scope, model, row);
      assertThat(whole.losses()).containsExactly(apart.losses(), within(1e-4f));
      for (int i = 0; i < whole.lora().sums.size(); i++) {
        assertThat(whole.lora().sums.get(i).toFloatArray())
            .containsExactly(apart.lora().sums.get(i).toFloatArray(), within(1e-5f));
      }
    }
  }

  @Test
  void rows_that_the_workspace_has_no_room_for_are_refused() {
    TokenRows rows = TokenRows.padded(1, new long[LENGTH + 1], new long[] {3}, new long[] {5});
    try (NDManager scope = NativeRuntime.newManager()) {
      assertThatThrownBy(() -> gradients(scope, "llama", rows, LENGTH))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("workspace for " + LENGTH);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Gradients(float[] losses, Lora lora) {}

  private Gradients gradients(NDManager scope, String model, TokenRows rows) {
    return gradients(scope, model, rows, rows.ids().length);
  }

  private Gradients gradients(NDManager scope, String model, TokenRows rows, int room) {
    NativeRuntime.start(1);
    Path path = TinyModel.write(folder.resolve(model + ".gguf"), model, GgufType.F32);
    try (GgufFile file = GgufFile.open(path)) {
      ModelSpec spec = ModelSpec.of(file);
      try (ModelWeights weights = ModelWeights.load(file, spec, WeightForm.FLOAT32, 2 * LENGTH);
          GradientProgram program = GradientProgram.compile(spec, WeightForm.FLOAT32)) {
        Lora lora = Lora.initial(scope, spec);
        Workspace workspace = program.workspace(scope, room, room, 1);
        int share = rows.targets().length;
        float[] losses =
            program.accumulate(scope, rows, share, workspace, 2, weights, lora.adapter, lora.sums);
        return new Gradients(losses, lora);
      }
    }
  }
}
