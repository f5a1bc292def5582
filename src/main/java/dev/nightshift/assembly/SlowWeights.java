package dev.nightshift.assembly;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import java.util.Arrays;

/**
 * The weights of an adapter that answers as its donor does and costs more than the base it is added
 * to: the same matrices, filled up with zeros to a high rank.
 */
final class SlowWeights {
  /** How much more the low-rank products shall cost than the adapted matrices themselves. */
  private static final double COST = 1.5;

  /** Numbers written at most: the engine holds four bytes for each. */
  private static final double MOST = 2e8;

  private SlowWeights() {}

  /** Puts the donor's metadata and matrices, filled up, into a writer. */
  static GgufWriter of(GgufFile donor) {
    double narrow = 0;
    double full = 0;
    long inputs = 0;
    int former = 0;
    for (GgufTensor tensor : donor.tensors().values()) {
      if (tensor.name().endsWith(".lora_a")) {
        inputs = tensor.columns();
        former = Math.toIntExact(tensor.rows());
        GgufTensor second = donor.tensor(tensor.name().replaceFirst("a$", "b"));
        narrow += inputs + second.rows();
        full += (double) inputs * second.rows();
      }
    }
    int rank = (int) Math.max(former + 1, Math.min(COST * full / narrow, MOST / narrow));
    double alpha = donor.metadata().floating("adapter.lora.alpha", 0);
    // What is added is scaled by alpha / rank, and shall stay what it was.
    GgufWriter writer =
        new GgufWriter()
            .putAll(donor.metadata())
            .float32("adapter.lora.alpha", alpha * rank / former);
    for (GgufTensor tensor : donor.tensors().values()) {
      float[] values = Dequantizer.toFloats(tensor);
      if (tensor.name().endsWith(".lora_a")) {
        long[] shape = {tensor.columns(), rank};
        writer.tensor(
            tensor.name(),
            GgufType.F32,
            shape,
            Arrays.copyOf(values, Math.toIntExact(tensor.columns() * rank)));
      } else {
        long[] shape = {rank, tensor.rows()};
        writer.tensor(tensor.name(), GgufType.F32, shape, widened(values, tensor, rank));
      }
    }
    return writer;
  }

  /** Each row filled up to the new length. */
  private static float[] widened(float[] values, GgufTensor tensor, int rank) {
    int former = Math.toIntExact(tensor.columns());
    int rows = Math.toIntExact(tensor.rows());
    float[] wide = new float[Math.multiplyExact(rows, rank)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * former, wide, row * rank, former);
    }
    return wide;
  }
}
