package dev.nightshift.inference;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.nio.file.Path;
import java.util.List;

/** Adapter files for tests, with numbers by formula. */
final class TinyAdapter {
  private TinyAdapter() {}

  /** A whole adapter for these projections; larger strengths change answers more. */
  static Path write(Path file, ModelSpec spec, double strength, List<Projection> projections) {
    GgufWriter writer = header(spec);
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Projection projection : projections) {
        int rank = 2 + layer;
        add(writer, projection.tensor(layer) + ".lora_a", rank, projection.inputs(spec), strength);
        add(writer, projection.tensor(layer) + ".lora_b", projection.outputs(spec), rank, strength);
      }
    }
    writer.write(file);
    return file;
  }

  static GgufWriter header(ModelSpec spec) {
    return new GgufWriter()
        .string("general.type", "adapter")
        .string("general.architecture", spec.architecture())
        .string("adapter.type", "lora")
        .float32("adapter.lora.alpha", 8);
  }

  static void add(GgufWriter writer, String name, int rows, int columns, double strength) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (strength * Math.sin(0.7 * i + name.length() + rows));
    }
    writer.tensor(name, GgufType.F32, new long[] {columns, rows}, values);
  }
}
