package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/**
 * What a unit begins with: for each block of columns a scale a row, then an offset a row if the
 * type has offsets; in half precision if the file has them so. All of them stand before the first
 * code, so that both are read in order.
 *
 * @param wide whether they are floats
 * @param offsets whether there are offsets
 */
record StripScales(boolean wide, boolean offsets) {
  private static final ThreadLocal<float[]> BUFFER = ThreadLocal.withInitial(() -> new float[0]);

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Numbers of a block. */
  int count() {
    return offsets ? 2 * Strips.ROWS : Strips.ROWS;
  }

  /** Bytes of a block's numbers. */
  int bytes() {
    return (wide ? 4 : 2) * count();
  }

  /**
   * Writes a row's numbers of a block.
   *
   * @param unit where the unit begins
   * @return false if they cannot be held
   */
  boolean put(MemorySegment memory, long unit, int block, int row, float scale, float offset) {
    long at = unit + (long) bytes() * block;
    boolean held = put(memory, at, row, scale);
    return offsets ? put(memory, at, Strips.ROWS + row, offset) && held : held;
  }

  private boolean put(MemorySegment memory, long at, int index, float value) {
    if (wide) {
      memory.set(FLOAT, at + 4L * index, value);
      return Float.isFinite(value);
    }
    short half = Float.floatToFloat16(value);
    memory.set(BlockRows.SHORT, at + 2L * index, half);
    return Float.isFinite(value) && Float.float16ToFloat(half) == value;
  }

  /**
   * All numbers of a unit as floats; the array is this thread's until the next call.
   *
   * @param unit where the unit begins
   * @return [blocks, {@link #count}]
   */
  float[] read(MemorySegment memory, long unit, int blocks) {
    int count = blocks * count();
    float[] numbers = BUFFER.get();
    if (numbers.length < count) {
      numbers = new float[count];
      BUFFER.set(numbers);
    }
    if (wide) {
      MemorySegment.copy(memory, FLOAT, unit, numbers, 0, count);
    } else {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        Lanes.halves(memory, unit + 2L * i).intoArray(numbers, i);
      }
    }
    return numbers;
  }

  /** The offsets that go with the scales from {@code at} on; zeros if there are none. */
  FloatVector offset(float[] numbers, int at) {
    return offsets ? Lanes.load(numbers, at + Strips.ROWS) : FloatVector.zero(Lanes.FLOATS);
  }
}
