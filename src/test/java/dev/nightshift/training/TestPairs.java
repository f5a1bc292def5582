package dev.nightshift.training;

import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.training.LoraTensors.Pair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Factors of an adapter that fit a model, made of repeatable numbers. */
final class TestPairs {
  private TestPairs() {}

  /** By tensor name, for these projections of every layer. */
  static Map<String, Pair> of(ModelSpec spec, List<Projection> targets, int rank) {
    Map<String, Pair> pairs = new LinkedHashMap<>();
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Projection projection : targets) {
        float[] a = new float[rank * projection.inputs(spec)];
        float[] b = new float[projection.outputs(spec) * rank];
        for (int i = 0; i < a.length; i++) {
          a[i] = (float) Math.sin(0.3 * i + projection.tensor(0).length() + layer);
        }
        for (int i = 0; i < b.length; i++) {
          b[i] = (float) Math.cos(0.7 * i + projection.tensor(0).length() + layer);
        }
        Pair pair = new Pair(projection.inputs(spec), projection.outputs(spec), a, b);
        pairs.put(projection.tensor(layer), pair);
      }
    }
    return pairs;
  }
}
