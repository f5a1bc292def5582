package dev.nightshift.model;

import dev.nightshift.gguf.BlockEncoder;
import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufException;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.model.ModelException.Code;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A base model and a LoRA adapter as one GGUF file, for servers that take no adapters: W + scale ·
 * B A in the place of W, with scale = alpha / rank (1 when alpha is 0), as llama.cpp adds it.
 *
 * <p>Metadata and tensors that the adapter leaves alone are the base's, byte for byte. Touched
 * tensors keep their type when it is F32, F16, BF16 or Q8_0, and become Q8_0 otherwise: four bits
 * would round most of the small changes away. Rounding to Q8_0 moves a weight by at most 1/254 of
 * the largest in its block of 32.
 */
public final class MergedModel {
  private static final String A = ".lora_a";
  private static final String B = ".lora_b";

  private final GgufFile base;
  private final GgufFile adapter;

  private MergedModel(GgufFile base, GgufFile adapter) {
    this.base = base;
    this.adapter = adapter;
  }

  /**
   * Writes the file, whole or not at all, holding a piece of one tensor in memory at a time.
   *
   * @param base the base's GGUF file, or the first of several
   * @param adapter a GGUF LoRA for it
   * @param out replaced if it is there
   * @return the SHA-256 of what was written, 64 lower-case hexadecimal digits
   * @throws ModelException MALFORMED when the adapter is broken or does not fit the base,
   *     UNSUPPORTED when it touches what cannot be merged, IO when the file cannot be written
   */
  public static String write(Path base, Path adapter, Path out) {
    try (GgufFile model = GgufFile.open(base);
        GgufFile lora = GgufFile.open(adapter)) {
      return new MergedModel(model, lora).writer().writeDigested(out);
    } catch (GgufException e) {
      Code code = e.code() == GgufException.Code.UNWRITABLE ? Code.IO : Code.MALFORMED;
      throw new ModelException(code, String.valueOf(e.getMessage()), e);
    }
  }

  private GgufWriter writer() {
    double alpha = alpha();
    GgufWriter writer = new GgufWriter();
    base.metadata()
        .values()
        .forEach(
            (key, value) -> {
              if (!key.startsWith("split.")) {
                writer.put(key, value);
              }
            });
    Set<String> unread = new HashSet<>(adapter.tensors().keySet());
    for (Map.Entry<String, GgufTensor> tensor : base.tensors().entrySet()) {
      Delta delta = delta(tensor.getValue(), alpha, unread);
      if (delta == null) {
        writer.copy(tensor.getValue());
      } else {
        writer.tensor(
            tensor.getKey(),
            typeOf(tensor.getValue()),
            tensor.getValue().shapeInnermostFirst(),
            (first, count) -> delta.added(tensor.getValue(), first, count));
      }
    }
    if (!unread.isEmpty()) {
      String name = unread.stream().sorted().findFirst().orElseThrow();
      throw broken("'" + name + "' belongs to no tensor of the base");
    }
    return writer;
  }

  private double alpha() {
    expect("general.type", "adapter");
    expect("adapter.type", "lora");
    expect("general.architecture", base.metadata().string("general.architecture"));
    if (adapter.tensors().isEmpty()) {
      throw broken("it holds no tensors");
    }
    double alpha = adapter.metadata().floating("adapter.lora.alpha", 0);
    if (!Double.isFinite(alpha) || alpha < 0) {
      throw broken("adapter.lora.alpha is " + alpha);
    }
    return alpha;
  }

  private void expect(String key, String wanted) {
    String found = adapter.metadata().findString(key).orElse("missing");
    if (!found.equals(wanted)) {
      throw broken("%s is '%s' and not '%s'".formatted(key, found, wanted));
    }
  }

  private @Nullable Delta delta(GgufTensor weight, double alpha, Set<String> unread) {
    boolean hasA = unread.remove(weight.name() + A);
    boolean hasB = unread.remove(weight.name() + B);
    if (!hasA && !hasB) {
      return null;
    }
    if (hasA != hasB) {
      throw broken("one half of '" + weight.name() + "' is missing");
    }
    GgufTensor a = adapter.tensor(weight.name() + A);
    GgufTensor b = adapter.tensor(weight.name() + B);
    if (weight.shapeInnermostFirst().length != 2 || weight.name().startsWith("token_embd")) {
      throw new ModelException(
          Code.UNSUPPORTED,
          adapter.path() + ": a change of '" + weight.name() + "' cannot be merged");
    }
    if (a.columns() != weight.columns() || b.rows() != weight.rows() || a.rows() != b.columns()) {
      throw broken(
          "'%s' is [%d, %d] in the base, but A is [%d, %d] and B is [%d, %d]"
              .formatted(
                  weight.name(),
                  weight.rows(),
                  weight.columns(),
                  a.rows(),
                  a.columns(),
                  b.rows(),
                  b.columns()));
    }
    int rank = Math.toIntExact(a.rows());
    float scale = alpha == 0 ? 1 : (float) (alpha / rank);
    return new Delta(rank, numbers(a), numbers(b), scale);
  }

  private float[] numbers(GgufTensor tensor) {
    float[] values = Dequantizer.toFloats(tensor);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw broken("'" + tensor.name() + "' holds " + value);
      }
    }
    return values;
  }

  private static GgufType typeOf(GgufTensor weight) {
    return BlockEncoder.supports(weight.type()) ? weight.type() : GgufType.Q8_0;
  }

  private ModelException broken(String why) {
    return new ModelException(
        Code.MALFORMED, "the adapter " + adapter.path() + " cannot be merged: " + why);
  }

  /** What is added to one tensor: A is [rank, columns], B is [rows, rank]. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Delta(int rank, float[] a, float[] b, float scale) {
    float[] added(GgufTensor weight, long first, int count) {
      float[] values = Dequantizer.toFloats(weight, first, count);
      int columns = Math.toIntExact(weight.columns());
      for (int row = 0; row < count; row++) {
        int of = Math.toIntExact((first + row) * rank);
        for (int k = 0; k < rank; k++) {
          float factor = scale * b[of + k];
          int from = k * columns;
          int to = row * columns;
          for (int c = 0; c < columns; c++) {
            values[to + c] += factor * a[from + c];
          }
        }
      }
      return values;
    }
  }
}
