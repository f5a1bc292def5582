package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.tensor.NativeRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Compares the graph with numbers that transformers and PEFT gave for the same weights. */
class TransformerReferenceIntegrationTests {
  private static final double SCALE = 2;
  private static final int ANSWER_TOKENS = 9;
  private static final JsonNode INPUT = Reference.json("tiny_models.json").get("input");

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    NativeRuntime.start(1);
  }

  @ParameterizedTest
  @FieldSource("dev.nightshift.model.TinyModel#NAMES")
  void logits_equal_the_reference_at_once_in_pieces_and_token_by_token(String model) {
    JsonNode expected = TinyModel.reference(model).get("float32").get("base_logits");
    try (Loaded loaded = load(model, GgufType.F32, WeightForm.FLOAT32);
        NDManager scope = NativeRuntime.newManager()) {
      for (int first : new int[] {12, 7, 1}) {
        assertClose(stepwise(scope, loaded, sequence(0, 12), first), expected.get(0), 2e-5);
      }
      assertClose(stepwise(scope, loaded, sequence(1, 9), 9), expected.get(1), 2e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma3"})
  void sequences_of_a_batch_see_only_themselves(String model) {
    JsonNode expected = TinyModel.reference(model).get("float32").get("base_logits");
    try (Loaded loaded = load(model, GgufType.F32, WeightForm.FLOAT32);
        NDManager scope = NativeRuntime.newManager()) {
      float[] logits = padded(scope, loaded);
      assertClose(java.util.Arrays.copyOfRange(logits, 0, 96), expected.get(0), 2e-5);
      assertClose(java.util.Arrays.copyOfRange(logits, 96, 192), expected.get(1), 2e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llama,2",
    "llama,1",
    "llama,0",
    "qwen2,2",
    "qwen2,0",
    "qwen3,2",
    "qwen3,0",
    "gemma3,2",
    "gemma3,0",
    "phi3,2",
    "phi3,0"
  })
  void five_training_steps_go_as_those_of_the_reference(String model, int keptLayers) {
    JsonNode expected = TinyModel.reference(model).get("float32");
    try (Loaded loaded = load(model, GgufType.F32, WeightForm.FLOAT32);
        GradientProgram program = GradientProgram.compile(loaded.spec(), WeightForm.FLOAT32);
        NDManager scope = NativeRuntime.newManager()) {
      Lora lora = Lora.initial(scope, loaded.spec());
      for (int step = 0; step < 5; step++) {
        double loss = accumulate(scope, program, loaded, lora, keptLayers);
        double norm =
            program.update(
                scope, 1e-2, step + 1, 0, 0, lora.adapter, lora.sums, lora.means, lora.squares);
        assertThat(loss).isCloseTo(expected.get("loss").get(step).asDouble(), within(5e-5));
        double wanted = expected.get("grad_norm").get(step).asDouble();
        assertThat(norm).as("step %d", step).isCloseTo(wanted, within(5e-4 * wanted));
      }
      double last = accumulate(scope, program, loaded, lora, keptLayers);
      assertThat(last).isCloseTo(expected.get("loss_after_last_step").asDouble(), within(5e-5));
      lora.assertNorms(expected.get("adapter_after"));
      float[] logits = logits(scope, loaded, sequence(0, 12), lora.tensors());
      assertClose(logits, expected.get("after_logits").get(0), 5e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "gemma3", "phi3"})
  void weights_that_stay_quantised_give_what_the_same_weights_give_as_floats(String model) {
    try (Loaded floats = load(model, GgufType.Q8_0, WeightForm.FLOAT32);
        Loaded quantised = load(model, GgufType.Q8_0, WeightForm.QUANTISED);
        NDManager scope = NativeRuntime.newManager()) {
      long[] ids = sequence(0, 12);
      float[] wanted = logits(scope, floats, ids, AdapterTensors.NONE);
      float[] found = logits(scope, quantised, ids, AdapterTensors.NONE);
      assertThat(found).containsExactly(wanted, within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llama, QUANTISED, true",
    "llama, QUANTISED, false",
    "phi3, QUANTISED, false",
    "gemma3, QUANTISED, false",
    "llama, FLOAT32, true"
  })
  void a_head_in_slices_gives_what_the_whole_gives(String model, WeightForm form, boolean held) {
    try (Loaded loaded = load(model, GgufType.Q8_0, form);
        NDManager scope = NativeRuntime.newManager()) {
      int vocabulary = loaded.spec().vocabulary();
      Lora whole = Lora.initial(scope, loaded.spec());
      Lora sliced = Lora.initial(scope, loaded.spec());
      double expected = step(scope, loaded, whole, new HeadSlices(vocabulary, 1, true, 1024));
      int count = Math.ceilDiv(vocabulary, 20);
      double found = step(scope, loaded, sliced, new HeadSlices(20, count, held, 5));
      assertThat(count).isGreaterThan(2);
      assertThat(found).isCloseTo(expected, within(1e-6));
      for (int i = 0; i < whole.sums.size(); i++) {
        assertThat(sliced.sums.get(i).toFloatArray())
            .containsExactly(whole.sums.get(i).toFloatArray(), within(1e-6f));
      }
    }
  }

  private static double step(NDManager scope, Loaded model, Lora lora, HeadSlices slices) {
    WeightForm form = model.weights().form();
    try (GradientProgram program = GradientProgram.compile(model.spec(), form, slices)) {
      return accumulate(scope, program, model, lora, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUANTISED", "FLOAT32"})
  void nothing_is_left_behind_by_training_steps(WeightForm form) {
    try (Loaded model = load("llama", GgufType.Q8_0, form);
        GradientProgram program = GradientProgram.compile(model.spec(), form);
        NDManager owner = NativeRuntime.newManager()) {
      Lora lora = Lora.initial(owner, model.spec());
      int held = model.weights().nativeArrays();
      int adapters = owner.getManagedArrays().size();
      for (int i = 0; i < 3; i++) {
        try (NDManager scope = owner.newSubManager()) {
          accumulate(scope, program, model, lora, i);
        }
      }
      assertThat(model.weights().nativeArrays()).isEqualTo(held);
      assertThat(owner.getManagedArrays()).hasSize(adapters);
    }
  }

  private record Loaded(ModelSpec spec, ModelWeights weights, TransformerProgram program)
      implements AutoCloseable {
    @Override
    public void close() {
      program.close();
      weights.close();
    }
  }

  private Loaded load(String model, GgufType type, WeightForm form) {
    Path path = TinyModel.write(folder.resolve(model + type + ".gguf"), model, type);
    try (GgufFile file = GgufFile.open(path)) {
      ModelSpec spec = ModelSpec.of(file);
      return new Loaded(
          spec, ModelWeights.load(file, spec, form, 64), TransformerProgram.compile(spec, form));
    }
  }

  private static long[] sequence(int row, int length) {
    long[] ids = new long[length];
    for (int i = 0; i < length; i++) {
      ids[i] = INPUT.get("ids").get(row).get(i).asLong();
    }
    return ids;
  }

  /** The last logits, with {@code first} tokens run at once and the others one by one. */
  private static float[] stepwise(NDManager scope, Loaded model, long[] ids, int first) {
    NDArray cache = model.program().cache(scope, 1, 16);
    float[] logits = {};
    for (int slot = 0; slot < ids.length; ) {
      int count = slot == 0 ? first : 1;
      long[] now = new long[count];
      long[] positions = new long[count];
      for (int i = 0; i < count; i++) {
        now[i] = ids[slot + i];
        positions[i] = (long) slot + i;
      }
      CachedTokens tokens =
          new CachedTokens(
              scope.create(now, new Shape(1, count)), scope.create(positions), null, cache, slot);
      logits =
          model.program().step(scope, tokens, model.weights(), AdapterTensors.NONE).toFloatArray();
      slot += count;
    }
    return logits;
  }

  private static float[] logits(NDManager scope, Loaded model, long[] ids, AdapterTensors adapter) {
    long[] positions = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      positions[i] = i;
    }
    CachedTokens tokens =
        new CachedTokens(
            scope.create(ids, new Shape(1, ids.length)),
            scope.create(positions),
            null,
            model.program().cache(scope, 1, ids.length),
            0);
    return model.program().step(scope, tokens, model.weights(), adapter).toFloatArray();
  }

  /** Both sequences at once, the shorter one padded on the left. */
  private static float[] padded(NDManager scope, Loaded model) {
    int length = 12;
    int pad = 3;
    long[] ids = new long[2 * length];
    long[] positions = new long[2 * length];
    boolean[] mask = new boolean[2 * length * length];
    for (int row = 0; row < 2; row++) {
      int from = row * pad;
      for (int i = 0; i < length; i++) {
        ids[row * length + i] = i < from ? 0 : INPUT.get("ids").get(row).get(i - from).asLong();
        positions[row * length + i] = Math.max(0, i - from);
        for (int j = Math.min(i, from); j <= i; j++) {
          mask[(row * length + i) * length + j] = true;
        }
      }
    }
    CachedTokens tokens =
        new CachedTokens(
            scope.create(ids, new Shape(2, length)),
            scope.create(positions, new Shape(2, 1, length)),
            scope.create(mask, new Shape(2, 1, length, length)),
            model.program().cache(scope, 2, length),
            0);
    return model.program().step(scope, tokens, model.weights(), AdapterTensors.NONE).toFloatArray();
  }

  /** The gradient of both sequences' mean loss, added to the sums. */
  private static double accumulate(
      NDManager scope, GradientProgram program, Loaded model, Lora lora, int keptLayers) {
    List<Long> positions = new ArrayList<>();
    List<Long> targets = new ArrayList<>();
    for (int row = 0; row < 2; row++) {
      for (int t = 1; t < 12; t++) {
        long label = INPUT.get("labels").get(row).get(t).asLong();
        if (label >= 0) {
          positions.add(row * 12L + t - 1);
          targets.add(label);
        }
      }
    }
    long[] ids =
        java.util.stream.LongStream.concat(
                java.util.Arrays.stream(sequence(0, 12)), java.util.Arrays.stream(sequence(1, 12)))
            .toArray();
    float[] losses =
        program.accumulate(
            scope,
            TokenRows.padded(
                2,
                ids,
                positions.stream().mapToLong(Long::longValue).toArray(),
                targets.stream().mapToLong(Long::longValue).toArray()),
            ANSWER_TOKENS,
            program.workspace(scope, ids.length, 12, keptLayers),
            SCALE,
            model.weights(),
            lora.adapter,
            lora.sums);
    assertThat(losses).hasSize(ANSWER_TOKENS);
    double sum = 0;
    for (float loss : losses) {
      sum += loss;
    }
    return sum / ANSWER_TOKENS;
  }

  private static void assertClose(float[] found, JsonNode expected, double most) {
    assertThat(found).hasSize(expected.size());
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected.get(i).asDouble(), within(most));
    }
  }
}
