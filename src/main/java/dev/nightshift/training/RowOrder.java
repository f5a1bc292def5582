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
    if (!spec.ropeInterleaved()) {
      return matrix;
    }
    return switch (projection) {
      case QUERY -> unpermute(matrix, spec.heads(), spec.headDim());
      case KEY -> unpermute(matrix, spec.kvHeads(), spec.headDim());
      case VALUE, OUTPUT, GATE, UP, DOWN -> matrix;
    };
  }

  /**
   * Rows of {@code heads} heads of {@code headDim} rows each, from GGUF order to Hugging Face's.
   */
  static float[] unpermute(float[] matrix, int heads, int headDim) {
    int columns = matrix.length / (heads * headDim);
    float[] ordered = new float[matrix.length];
    for (int h = 0; h < heads; h++) {
      for (int p = 0; p < 2; p++) {
        for (int i = 0; i < headDim / 2; i++) {
          int gguf = h * headDim + 2 * i + p;
          int huggingFace = h * headDim + p * headDim / 2 + i;
          System.arraycopy(matrix, gguf * columns, ordered, huggingFace * columns, columns);
        }
      }
    }
    return ordered;
  }
}
