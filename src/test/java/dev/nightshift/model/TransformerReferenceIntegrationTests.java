package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.tensor.Gradients;
import dev.nightshift.tensor.NativeRuntime;
import dev.nightshift.tensor.TensorProgram.Gradient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Compares the graph with numbers that transformers and PEFT gave for the same weights. */
class TransformerReferenceIntegrationTests {
  private static final int VOCABULARY = 96;
  private static final int RANK = 4;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    NativeRuntime.start(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3"})
  void logits_equal_the_reference_layer_by_layer_and_over_a_cache(String architecture) {
    JsonNode expected = TinyModel.reference(architecture).get("float32").get("base_logits");
    try (Loaded model = load(architecture, GgufType.F32, WeightForm.FLOAT32);
        NDManager scope = NativeRuntime.newManager()) {
      NDArray logits = forward(scope, model, ids(scope), AdapterTensors.NONE);
      assertClose(row(logits, 0, 11), expected.get(0), 2e-5);
      assertClose(row(logits, 1, 8), expected.get(1), 2e-5);
      assertClose(stepwise(scope, model, sequence(0, 12), 7), expected.get(0), 2e-5);
      assertClose(stepwise(scope, model, sequence(1, 9), 1), expected.get(1), 2e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3"})
  void loss_and_gradient_of_adapters_equal_the_reference(String architecture) {
    JsonNode expected = TinyModel.reference(architecture).get("float32");
    try (Loaded model = load(architecture, GgufType.F32, WeightForm.FLOAT32);
        NDManager scope = NativeRuntime.newManager()) {
      AdapterTensors adapter = adapter(scope, model.spec());
      double loss = backward(scope, model, adapter);
      double squares = 0;
      for (NDList layer : adapter.layers()) {
        for (NDArray half : layer) {
          for (float value : Gradients.of(scope, half).toFloatArray()) {
            squares += (double) value * value;
          }
        }
      }
      assertThat(loss).isCloseTo(expected.get("loss").get(0).asDouble(), within(5e-5));
      double norm = expected.get("grad_norm").get(0).asDouble();
      assertThat(Math.sqrt(squares)).isCloseTo(norm, within(5e-4 * norm));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2"})
  void weights_that_stay_quantised_give_what_the_same_weights_give_as_floats(String architecture) {
    try (Loaded floats = load(architecture, GgufType.Q8_0, WeightForm.FLOAT32);
        Loaded quantised = load(architecture, GgufType.Q8_0, WeightForm.QUANTISED);
        NDManager scope = NativeRuntime.newManager()) {
      NDArray ids = ids(scope);
      float[] wanted = forward(scope, floats, ids, AdapterTensors.NONE).toFloatArray();
      float[] found = forward(scope, quantised, ids, AdapterTensors.NONE).toFloatArray();
      assertThat(found).containsExactly(wanted, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUANTISED", "FLOAT32"})
  void nothing_is_left_behind_by_training_steps(WeightForm form) {
    try (Loaded model = load("llama", GgufType.Q8_0, form);
        NDManager owner = NativeRuntime.newManager()) {
      AdapterTensors adapter = adapter(owner, model.spec());
      int held = model.weights().nativeArrays();
      int adapters = owner.getManagedArrays().size();
      for (int i = 0; i < 3; i++) {
        try (NDManager scope = owner.newSubManager()) {
          backward(scope, model, adapter);
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

  private Loaded load(String architecture, GgufType type, WeightForm form) {
    Path path = TinyModel.write(folder.resolve(architecture + type + ".gguf"), architecture, type);
    try (GgufFile file = GgufFile.open(path)) {
      ModelSpec spec = ModelSpec.of(file);
      return new Loaded(
          spec, ModelWeights.load(file, spec, form, 64), TransformerProgram.compile(spec, form));
    }
  }

  private static JsonNode input() {
    return Reference.json("tiny_models.json").get("input");
  }

  private static long[] sequence(int row, int length) {
    long[] ids = new long[length];
    for (int i = 0; i < length; i++) {
      ids[i] = input().get("ids").get(row).get(i).asLong();
    }
    return ids;
  }

  private static NDArray ids(NDManager scope) {
    return scope.create(new long[][] {sequence(0, 12), sequence(1, 12)});
  }

  private static NDArray forward(
      NDManager scope, Loaded model, NDArray ids, AdapterTensors adapter) {
    NDArray x = model.program().embed(scope, ids, model.weights());
    for (int layer = 0; layer < model.spec().layers(); layer++) {
      x = model.program().layer(scope, Gradient.OFF, x, null, layer, model.weights(), adapter);
    }
    return model.program().logits(scope, Gradient.OFF, x, model.weights());
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

  private static AdapterTensors adapter(NDManager scope, ModelSpec spec) {
    List<NDList> layers = new ArrayList<>();
    for (int layer = 0, k = 0; layer < spec.layers(); layer++) {
      List<NDArray> arrays = new ArrayList<>();
      for (Projection projection : Projection.values()) {
        float[] a = new float[RANK * projection.inputs(spec)];
        for (int i = 0; i < a.length; i++) {
          a[i] = (float) (0.05 * Math.sin(0.11 * i + 0.5 * k));
        }
        arrays.add(scope.create(a, new Shape(RANK, projection.inputs(spec))));
        arrays.add(scope.zeros(new Shape(projection.outputs(spec), RANK)));
        k++;
      }
      arrays.forEach(array -> array.setRequiresGradient(true));
      layers.add(AdapterTensors.layer(arrays));
    }
    return new AdapterTensors(layers, 2);
  }

  /** Forward and backward with recomputation; the loss. */
  private static double backward(NDManager scope, Loaded model, AdapterTensors adapter) {
    List<NDArray> inputs = new ArrayList<>();
    NDArray x = model.program().embed(scope, ids(scope), model.weights());
    for (int layer = 0; layer < model.spec().layers(); layer++) {
      inputs.add(x);
      x = model.program().layer(scope, Gradient.OFF, x, null, layer, model.weights(), adapter);
    }
    NDArray top = Gradients.leaf(scope, x);
    NDArray logits = model.program().logits(scope, Gradient.RECORDED, top, model.weights());
    float[] slope = new float[2 * 12 * VOCABULARY];
    double loss = lossAndSlope(logits.toFloatArray(), slope);
    Gradients.backward(logits, scope.create(slope, logits.getShape()));
    NDArray gradient = Gradients.of(scope, top);
    for (int layer = model.spec().layers() - 1; layer >= 0; layer--) {
      NDArray in = Gradients.leaf(scope, inputs.get(layer));
      NDArray out =
          model
              .program()
              .layer(scope, Gradient.RECORDED, in, null, layer, model.weights(), adapter);
      Gradients.backward(out, gradient);
      gradient = Gradients.of(scope, in);
    }
    return loss;
  }

  /** Mean cross entropy of the labelled tokens, and its derivative by the logits. */
  private static double lossAndSlope(float[] logits, float[] slope) {
    JsonNode labels = input().get("labels");
    int tokens = input().get("answer_tokens").asInt();
    double loss = 0;
    for (int row = 0; row < 2; row++) {
      for (int t = 0; t < 11; t++) {
        int label = labels.get(row).get(t + 1).asInt();
        if (label >= 0) {
          int from = (row * 12 + t) * VOCABULARY;
          double sum = 0;
          for (int v = 0; v < VOCABULARY; v++) {
            sum += Math.exp(logits[from + v]);
          }
          loss -= (logits[from + label] - Math.log(sum)) / tokens;
          for (int v = 0; v < VOCABULARY; v++) {
            double share = Math.exp(logits[from + v]) / sum;
            slope[from + v] = (float) ((share - (v == label ? 1 : 0)) / tokens);
          }
        }
      }
    }
    return loss;
  }

  private static float[] row(NDArray logits, int row, int position) {
    float[] all = logits.toFloatArray();
    int from = (row * 12 + position) * VOCABULARY;
    return Arrays.copyOfRange(all, from, from + VOCABULARY);
  }

  private static void assertClose(float[] found, JsonNode expected, double most) {
    assertThat(found).hasSize(expected.size());
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected.get(i).asDouble(), within(most));
    }
  }
}
