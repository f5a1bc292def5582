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
  private static final int CHUNK = 1 << 20;

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
    if (rows == 0) {
      throw new IllegalArgumentException("the tensor " + tensor + " has no rows");
    }
    int step = Math.clamp(CHUNK / tensor.columns(), 1, rows);
    GroupedWeights first = GroupedWeights.of(tensor, 0, Math.min(step, rows));
    int size = first.groupSize();
    int groups = first.columns() / size;
    boolean nibbles = first.bits() <= 4;
    NDArray codes =
        owner.create(
            nibbles ? new Shape(groups, 1, size / 2, rows) : new Shape(groups, size, rows),
            DataType.UINT8);
    NDArray scales = owner.create(new Shape(groups, 1, rows), DataType.FLOAT16);
    NDArray offsets = owner.create(new Shape(groups, 1, rows), DataType.FLOAT16);
    for (int row = 0; row < rows; row += step) {
      GroupedWeights part =
          row == 0 ? first : GroupedWeights.of(tensor, row, Math.min(step, rows - row));
      byte[] bytes = nibbles ? nibbles(part.codes(), size) : part.codes();
      Shape shape =
          nibbles
              ? new Shape(part.rows(), groups, 1, size / 2)
              : new Shape(part.rows(), groups, size);
      try (NDManager scope = owner.newSubManager()) {
        staging.begin(bytes.length);
        place(scope, codes, row, staging.bytes(scope, bytes, shape));
      }
      scales = placed(scales, row, part.scales(), groups);
      offsets = placed(offsets, row, part.offsets(), groups);
    }
    return List.of(codes, scales, offsets);
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

  /**
   * Puts values [n, groups] of the rows from {@code at} on into {@code to}, or into what replaces
   * it: float16 as long as that loses nothing. No array is as large as a matrix's scales: what
   * outlives a young collection stays in the heap for the whole run.
   */
  private NDArray placed(NDArray to, int at, float[] values, int groups) {
    NDArray target = to;
    if (to.getDataType() == DataType.FLOAT16 && !fitHalves(values)) {
      target = to.toType(DataType.FLOAT32, true);
      to.close();
    }
    Shape given = new Shape(values.length / groups, groups, 1);
    staging.begin(4L * values.length);
    try (NDManager scope = owner.newSubManager()) {
      NDArray part =
          target.getDataType() == DataType.FLOAT32
              ? staging.floats(scope, values, given)
              : staging.halves(scope, halves(values), given);
      place(scope, target, at, part);
    }
    return target;
  }

  private static short[] halves(float[] values) {
    short[] halves = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] = Float.floatToFloat16(values[i]);
    }
    return halves;
  }

  private void place(NDManager scope, NDArray to, int at, NDArray part) {
    program.call(scope, "column", Gradient.OFF, new NDList(to, scope.create((long) at), part));
  }
}
