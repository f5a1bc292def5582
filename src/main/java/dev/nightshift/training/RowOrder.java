package dev.nightshift.training;

import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;

/**
 * The order of the rows of q and k. Files of architecture llama hold them so that the two values
 * that rotate together stand side by side: per head of d rows, GGUF row 2i + p is Hugging Face row
 * p · d/2 + i (llama.cpp, convert_hf_to_gguf.py, LlamaModel.permute). Other architectures and other
 * tensors keep Hugging Face's order.
 */
final class RowOrder {
  private RowOrder() {}

  /** A matrix [outputs, columns] of {@code projection} in GGUF order, put into Hugging Face's. */
  static float[] toHuggingFace(Projection projection, ModelSpec spec, float[] matrix) {
    int heads = permutedHeads(projection, spec);
    return heads == 0 ? matrix : unpermute(matrix, heads, spec.headDim());
  }

  /** The same the other way round. */
  static float[] toGguf(Projection projection, ModelSpec spec, float[] matrix) {
    int heads = permutedHeads(projection, spec);
    return heads == 0 ? matrix : permute(matrix, heads, spec.headDim());
  }

  /** Heads whose rows the file holds in another order; 0 when it holds them as they are. */
  private static int permutedHeads(Projection projection, ModelSpec spec) {
    if (!spec.ropeInterleaved()) {
      return 0;
    }
    return switch (projection) {
      case QUERY -> spec.heads();
      case KEY -> spec.kvHeads();
      case VALUE, OUTPUT, GATE, UP, DOWN -> 0;
    };
  }

  /**
   * Rows of {@code heads} heads of {@code headDim} rows each, from GGUF order to Hugging Face's.
   */
  static float[] unpermute(float[] matrix, int heads, int headDim) {
    return reordered(matrix, heads, headDim, false);
  }

  /** The inverse of {@link #unpermute}. */
  static float[] permute(float[] matrix, int heads, int headDim) {
    return reordered(matrix, heads, headDim, true);
  }

  private static float[] reordered(float[] matrix, int heads, int headDim, boolean back) {
    int columns = matrix.length / (heads * headDim);
    float[] ordered = new float[matrix.length];
    for (int h = 0; h < heads; h++) {
      for (int p = 0; p < 2; p++) {
        for (int i = 0; i < headDim / 2; i++) {
          int gguf = (h * headDim + 2 * i + p) * columns;
          int huggingFace = (h * headDim + p * headDim / 2 + i) * columns;
          System.arraycopy(
              matrix, back ? huggingFace : gguf, ordered, back ? gguf : huggingFace, columns);
        }
      }
    }
    return ordered;
  }
}
