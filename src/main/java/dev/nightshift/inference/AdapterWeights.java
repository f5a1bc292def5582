package dev.nightshift.inference;

import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A LoRA adapter, checked against the base it is for. Its numbers are in memory: the file may go.
 */
public final class AdapterWeights {
  /**
   * A and B of one projection, row-major.
   *
   * @param rank rows of A and columns of B
   * @param a [rank, inputs]
   * @param b [outputs, rank]
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Pair(int rank, float[] a, float[] b) {}

  private final Path file;
  private final String digest;
  private final double alpha;
  private final List<Map<Projection, Pair>> layers;

  AdapterWeights(Path file, String digest, double alpha, List<Map<Projection, Pair>> layers) {
    this.file = file;
    this.digest = digest;
    this.alpha = alpha;
    this.layers = List.copyOf(layers);
  }

  /**
   * Reads and checks an adapter.
   *
   * @throws EngineException with an {@code ADAPTER_…} code and a text that says what is wrong where
   */
  public static AdapterWeights load(Path gguf, ModelSpec base) {
    return AdapterReader.read(gguf, base);
  }

  /** Where it was read from. */
  public Path file() {
    return file;
  }

  /** SHA-256 of the file, hexadecimal. */
  public String digest() {
    return digest;
  }

  /** Its alpha; a projection's delta is scaled by alpha / rank, or by 1 if alpha is 0. */
  public double alpha() {
    return alpha;
  }

  /** Numbers that it adds. */
  public long parameters() {
    return layers.stream()
        .flatMap(layer -> layer.values().stream())
        .mapToLong(pair -> (long) pair.a().length + pair.b().length)
        .sum();
  }

  List<Map<Projection, Pair>> layers() {
    return layers;
  }

  double scale(Pair pair) {
    return alpha == 0 ? 1 : alpha / pair.rank();
  }

  @Override
  public String toString() {
    return file + " (" + digest.substring(0, 8) + ")";
  }
}
