package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GroupedWeights;
import dev.nightshift.tensor.TensorProgram;
import dev.nightshift.tensor.TensorProgram.Gradient;
import java.util.List;

/**
 * A matrix [rows, columns] that stays quantised: codes, scales and offsets, where value = code ·
 * scale + offset. It is kept transposed, so that a whole run of rows shares one instruction when
 * scales are applied: five times as fast as groups that lie together.
 *
 * <p>Codes of up to four bits lie two in a byte: [groups, 1, size / 2, rows], the first half of a
 * group in the low halves; others [groups, size, rows]. Scales and offsets are [groups, 1, rows],
 * float16 where that loses nothing, else float32.
 */
final class QuantisedMatrix {
  /** Numbers that pass through the Java heap at once. */
  private static final int CHUNK = 1 << 21;

  private final NDManager owner;
  private final TensorProgram program;
  private final TransferBuffer staging;

  /**
   * A reader.
   *
   * @param program has the method {@code column(to, at, c)}, which puts c [n, …] into the last
   *     dimension of {@code to} from {@code at} on
   */
  QuantisedMatrix(NDManager owner, TensorProgram program, TransferBuffer staging) {
    this.owner = owner;
    this.program = program;
    this.staging = staging;
  }

  List<NDArray> read(GgufTensor tensor) {
    int rows = Math.toIntExact(tensor.rows());
    int step = Math.clamp(CHUNK / tensor.columns(), 1, rows);
    NDArray codes = null;
    float[] scales = {};
    float[] offsets = {};
    int groups = 0;
    for (int row = 0; row < rows; row += step) {
      GroupedWeights part = GroupedWeights.of(tensor, row, Math.min(step, rows - row));
      boolean nibbles = part.bits() <= 4;
      int size = part.groupSize();
      if (codes == null) {
        groups = part.columns() / size;
        scales = new float[rows * groups];
        offsets = new float[rows * groups];
        codes =
            owner.create(
                nibbles ? new Shape(groups, 1, size / 2, rows) : new Shape(groups, size, rows),
                DataType.UINT8);
      }
      System.arraycopy(part.scales(), 0, scales, row * groups, part.scales().length);
      System.arraycopy(part.offsets(), 0, offsets, row * groups, part.offsets().length);
      byte[] bytes = nibbles ? nibbles(part.codes(), size) : part.codes();
      Shape shape =
          nibbles
              ? new Shape(part.rows(), groups, 1, size / 2)
              : new Shape(part.rows(), groups, size);
      try (NDManager scope = owner.newSubManager()) {
        staging.begin(bytes.length);
        place(scope, codes, row, staging.bytes(scope, bytes, shape));
      }
    }
    if (codes == null) {
      throw new IllegalArgumentException("the tensor " + tensor + " has no rows");
    }
    return List.of(codes, numbers(scales, rows, groups), numbers(offsets, rows, groups));
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

  /** Whether float16 holds the values without loss. */
  static boolean fitHalves(float[] values) {
    for (float value : values) {
      if (Float.float16ToFloat(Float.floatToFloat16(value)) != value) {
        return false;
      }
    }
    return true;
  }

  /** Values [rows, groups] as an array [groups, 1, rows]. */
  private NDArray numbers(float[] values, int rows, int groups) {
    Shape stored = new Shape(groups, 1, rows);
    Shape given = new Shape(rows, groups, 1);
    staging.begin(4L * values.length);
    try (NDManager scope = owner.newSubManager()) {
      if (!fitHalves(values)) {
        return place(
            scope, owner.create(stored, DataType.FLOAT32), 0, staging.floats(scope, values, given));
      }
      short[] halves = new short[values.length];
      for (int i = 0; i < values.length; i++) {
        halves[i] = Float.floatToFloat16(values[i]);
      }
      return place(
          scope, owner.create(stored, DataType.FLOAT16), 0, staging.halves(scope, halves, given));
    }
  }

  private NDArray place(NDManager scope, NDArray to, int at, NDArray part) {
    program.call(scope, "column", Gradient.OFF, new NDList(to, scope.create((long) at), part));
    return to;
  }
}
