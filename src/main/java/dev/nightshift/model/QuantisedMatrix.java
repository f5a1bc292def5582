package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GroupedWeights;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/**
 * A matrix that stays quantised: codes, scales and offsets, where value = code · scale + offset.
 *
 * <p>Codes of up to four bits lie two in a byte: [rows, groups, 1, size / 2], the first half of a
 * group in the low halves; others [rows, groups, size]. Scales and offsets are float16 where that
 * loses nothing, else float32.
 */
final class QuantisedMatrix {
  private QuantisedMatrix() {}

  static List<NDArray> read(NDManager owner, GgufTensor tensor) {
    GroupedWeights weights = GroupedWeights.of(tensor);
    int rows = weights.rows();
    int size = weights.groupSize();
    int groups = weights.columns() / size;
    boolean nibbles = weights.bits() <= 4;
    byte[] codes = nibbles ? nibbles(weights.codes(), size) : weights.codes();
    Shape codeShape =
        nibbles ? new Shape(rows, groups, 1, size / 2) : new Shape(rows, groups, size);
    Shape perGroup = nibbles ? new Shape(rows, groups, 1, 1) : new Shape(rows, groups, 1);
    try (NDManager scope = owner.newSubManager()) {
      return List.of(
          kept(owner, scope.create(ByteBuffer.wrap(codes), codeShape, DataType.UINT8)),
          kept(owner, numbers(scope, weights.scales(), perGroup)),
          kept(owner, numbers(scope, weights.offsets(), perGroup)));
    }
  }

  static byte[] nibbles(byte[] codes, int size) {
    byte[] packed = new byte[codes.length / 2];
    int half = size / 2;
    for (int group = 0; group < codes.length; group += size) {
      for (int i = 0; i < half; i++) {
        packed[group / 2 + i] = (byte) (codes[group + i] | codes[group + half + i] << 4);
      }
    }
    return packed;
  }

  /** A copy in the native library's own memory; what came from Java lives in a direct buffer. */
  private static NDArray kept(NDManager owner, NDArray array) {
    NDArray copy = array.duplicate();
    copy.attach(owner);
    return copy;
  }

  private static NDArray numbers(NDManager scope, float[] values, Shape shape) {
    short[] halves = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] = Float.floatToFloat16(values[i]);
      if (Float.float16ToFloat(halves[i]) != values[i]) {
        return scope.create(values, shape);
      }
    }
    return scope.create(ShortBuffer.wrap(halves), shape, DataType.FLOAT16);
  }
}
