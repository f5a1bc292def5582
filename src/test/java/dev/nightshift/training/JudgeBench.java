package dev.nightshift.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.model.AdapterTensors;
import dev.nightshift.model.CachedTokens;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TinyModel;
import dev.nightshift.model.TransformerProgram;
import dev.nightshift.model.WeightForm;
import dev.nightshift.tensor.NativeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * For {@code bench/judge}: writes tiny models, an adapter for each, and the log-probabilities that
 * our graph gives after twelve tokens, with and without the adapter.
 */
public final class JudgeBench {
  private static final int RANK = 4;
  private static final long[] TOKENS = {5, 17, 42, 88, 3, 61, 29, 70, 11, 94, 36, 52};

  private JudgeBench() {}

  /** Arguments: the folder to write to, then names of {@link TinyModel}s. */
  public static void main(String[] arguments) throws IOException {
    NativeRuntime.start(1);
    Path folder = Path.of(arguments[0]);
    for (int i = 1; i < arguments.length; i++) {
      judge(folder, arguments[i]);
    }
    System.exit(0); // the native library's threads would keep the process
  }

  private static void judge(Path folder, String name) throws IOException {
    Path model = TinyModel.write(folder.resolve(name + ".gguf"), name, GgufType.F32);
    try (GgufFile file = GgufFile.open(model);
        NDManager scope = NativeRuntime.newManager()) {
      ModelSpec spec = ModelSpec.of(file);
      Map<String, LoraTensors.Pair> pairs = new LinkedHashMap<>();
      AdapterTensors adapter = adapter(scope, spec, pairs);
      GgufAdapterWriter.write(
          new LoraTensors(RANK, 2.0 * RANK, FusedTensors.stored(spec, pairs)),
          spec,
          folder.resolve(name + ".adapter.gguf"));
      try (ModelWeights weights = ModelWeights.load(file, spec, WeightForm.FLOAT32, 64);
          TransformerProgram program = TransformerProgram.compile(spec, WeightForm.FLOAT32)) {
        Map<String, List<Double>> found = new LinkedHashMap<>();
        found.put("base", logProbabilities(scope, program, weights, AdapterTensors.NONE));
        found.put("adapter", logProbabilities(scope, program, weights, adapter));
        Files.writeString(
            folder.resolve(name + ".json"), JsonMapper.shared().writeValueAsString(found));
      }
    }
  }

  private static AdapterTensors adapter(
      NDManager scope, ModelSpec spec, Map<String, LoraTensors.Pair> pairs) {
    List<NDList> layers = new ArrayList<>();
    for (int layer = 0; layer < spec.layers(); layer++) {
      List<NDArray> arrays = new ArrayList<>();
      for (Projection projection : Projection.values()) {
        int in = projection.inputs(spec);
        int out = projection.outputs(spec);
        int seed = projection.tensor(layer).length() + layer;
        float[] a = new float[RANK * in];
        float[] b = new float[out * RANK];
        for (int i = 0; i < a.length; i++) {
          a[i] = (float) (0.2 * Math.sin(0.31 * i + seed));
        }
        for (int i = 0; i < b.length; i++) {
          b[i] = (float) (0.2 * Math.cos(0.17 * i * i + seed));
        }
        pairs.put(projection.tensor(layer), new LoraTensors.Pair(in, out, a, b));
        arrays.add(scope.create(a, new Shape(RANK, in)));
        arrays.add(scope.create(b, new Shape(out, RANK)));
      }
      layers.add(AdapterTensors.layer(arrays));
    }
    return new AdapterTensors(layers, 2);
  }

  private static List<Double> logProbabilities(
      NDManager scope, TransformerProgram program, ModelWeights weights, AdapterTensors adapter) {
    long[] positions = new long[TOKENS.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    CachedTokens tokens =
        new CachedTokens(
            scope.create(TOKENS, new Shape(1, TOKENS.length)),
            scope.create(positions),
            null,
            program.cache(scope, 1, TOKENS.length),
            0);
    float[] logits = program.step(scope, tokens, weights, adapter).toFloatArray();
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    List<Double> found = new ArrayList<>();
    for (float logit : logits) {
      found.add(logit - Math.log(sum));
    }
    return found;
  }
}
