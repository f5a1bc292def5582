package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GroupedWeights;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * Strips of codes of five to eight bits (Q8_0, Q5_0, Q6_K: value = scale · code, signed; Q5_1,
 * Q5_K: value = scale · code + offset). After its scales and offsets a unit holds for each column a
 * byte a row. A block has as many columns as share a scale.
 */
final class ByteStrips implements Strips {
  private final GgufTensor tensor;
  private final int columns;
  private final int blocks;
  private final StripScales scales;

  /** Where a unit's codes begin in it. */
  private final int codes;

  private final MemorySegment memory;

  ByteStrips(GgufTensor tensor, MemorySegment memory) {
    GgufType type = tensor.type();
    this.tensor = tensor;
    this.columns = type == GgufType.Q6_K ? 16 : 32;
    this.blocks = (int) (tensor.columns() / columns);
    this.scales =
        new StripScales(
            type == GgufType.Q6_K || type == GgufType.Q5_K,
            type == GgufType.Q5_1 || type == GgufType.Q5_K);
    this.codes = scales.bytes() * blocks;
    this.memory = memory;
  }

  @Override
  public long unitBytes() {
    return codes + (long) ROWS * columns * blocks;
  }

  @Override
  public boolean fill(int unit) {
    return tensor.type() == GgufType.Q8_0 ? fillBlocks(unit) : fillGroups(unit);
  }

  private boolean fillBlocks(int unit) {
    MemorySegment source = tensor.data();
    boolean held = true;
    for (int row = 0; row < ROWS; row++) {
      long from = ((long) unit * ROWS + row) * tensor.rowBytes();
      long at = unit * unitBytes() + codes + row;
      for (int block = 0; block < blocks; block++) {
        float scale = BlockRows.half(source, from);
        held &= scales.put(memory, unit * unitBytes(), block, row, scale, 0);
        for (int column = 0; column < columns; column++) {
          byte code = source.get(ValueLayout.JAVA_BYTE, from + 2 + column);
          memory.set(ValueLayout.JAVA_BYTE, at, code);
          at += ROWS;
        }
        from += tensor.type().blockBytes();
      }
    }
    return held;
  }

  private boolean fillGroups(int unit) {
    // Without offsets the codes are signed: those of the file stand half of their range too high.
    int above =
        switch (tensor.type()) {
          case Q5_0 -> 16;
          case Q6_K -> 32;
          default -> 0;
        };
    boolean held = true;
    GroupedWeights groups = GroupedWeights.of(tensor, (long) unit * ROWS, ROWS);
    for (int group = 0; group < ROWS * blocks; group++) {
      int row = group / blocks;
      int block = group % blocks;
      float offset = groups.offsets()[group];
      held &= scales.put(memory, unit * unitBytes(), block, row, groups.scales()[group], offset);
      long to = unit * unitBytes() + codes + (long) ROWS * columns * block + row;
      for (int column = 0; column < columns; column++) {
        byte code = (byte) (groups.codes()[columns * group + column] - above);
        memory.set(ValueLayout.JAVA_BYTE, to + (long) ROWS * column, code);
      }
    }
    return held;
  }

  @Override
  public float[] scales(int unit) {
    return scales.read(memory, unit * unitBytes(), blocks);
  }

  @Override
  public void one(int unit, TokenVectors x, int token, TokenVectors y) {
    float[] numbers = scales(unit);
    int row = unit * ROWS;
    long from = unit * unitBytes() + codes;
    sums(memory, from, columns, numbers, scales.count(), x, token, y, row);
    if (scales.offsets()) {
      for (int strip = 0; strip < STRIPS; strip++) {
        offsets(numbers, ROWS + strip * LANES, x, token, y, row + strip * LANES);
      }
    }
  }

  private static void sums(
      MemorySegment data,
      long from,
      int columns,
      float[] scales,
      int step,
      TokenVectors vectors,
      int token,
      TokenVectors y,
      int row) {
    float[] values = vectors.values();
    int first = vectors.at(token);
    int end = first + vectors.width();
    int scale = 0;
    long at = from;
    FloatVector zero = FloatVector.zero(Lanes.FLOATS);
    FloatVector total0 = zero;
    FloatVector total1 = zero;
    FloatVector total2 = zero;
    FloatVector total3 = zero;
    for (int block = first; block < end; block += columns) {
      FloatVector a = zero;
      FloatVector b = zero;
      FloatVector c = zero;
      FloatVector d = zero;
      for (int column = 0; column < columns; column++) {
        FloatVector x = Lanes.all(values[block + column]);
        long codes = at + (long) ROWS * column;
        a = codes(data, codes).fma(x, a);
        b = codes(data, codes + LANES).fma(x, b);
        c = codes(data, codes + 2L * LANES).fma(x, c);
        d = codes(data, codes + 3L * LANES).fma(x, d);
      }
      total0 = a.fma(Lanes.load(scales, scale), total0);
      total1 = b.fma(Lanes.load(scales, scale + LANES), total1);
      total2 = c.fma(Lanes.load(scales, scale + 2 * LANES), total2);
      total3 = d.fma(Lanes.load(scales, scale + 3 * LANES), total3);
      scale += step;
      at += (long) ROWS * columns;
    }
    int to = y.at(token) + row;
    total0.intoArray(y.values(), to);
    total1.intoArray(y.values(), to + LANES);
    total2.intoArray(y.values(), to + 2 * LANES);
    total3.intoArray(y.values(), to + 3 * LANES);
  }

  /** Adds the offsets of one strip, each with the sum of x over its block. */
  private static void offsets(
      float[] numbers, int from, TokenVectors x, int token, TokenVectors y, int row) {
    float[] sums = x.sums();
    int at = y.at(token) + row;
    FloatVector total = Lanes.load(y.values(), at);
    int offset = from;
    for (int sum = x.sumsAt(token); sum < x.sumsAt(token + 1); sum += 2) {
      total = Lanes.load(numbers, offset).fma(Lanes.all(sums[sum]), total);
      offset += 2 * ROWS;
    }
    total.intoArray(y.values(), at);
  }

  @Override
  public void four(
      int unit, float[] numbers, int strip, TokenVectors x, int token, TokenVectors y) {
    long from = unit * unitBytes() + codes + (long) strip * LANES;
    int to = y.at(token) + unit * ROWS + strip * LANES;
    four(
        memory, from, columns, scales, numbers, strip * LANES, x, token, y.values(), to, y.width());
  }

  private static void four(
      MemorySegment data,
      long from,
      int columns,
      StripScales layout,
      float[] scales,
      int firstScale,
      TokenVectors vectors,
      int token,
      float[] y,
      int to,
      int step) {
    float[] values = vectors.values();
    int x0 = vectors.at(token);
    int x1 = vectors.at(token + 1);
    int x2 = vectors.at(token + 2);
    int x3 = vectors.at(token + 3);
    FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    int scale = firstScale;
    long at = from;
    for (int end = x0 + vectors.width(); x0 < end; x0 += columns) {
      FloatVector uScale = Lanes.load(scales, scale);
      FloatVector vScale = Lanes.load(scales, scale + LANES);
      FloatVector uOffset = layout.offset(scales, scale);
      FloatVector vOffset = layout.offset(scales, scale + LANES);
      for (int i = 0; i < columns; i++) {
        FloatVector u = codes(data, at + (long) ROWS * i).fma(uScale, uOffset);
        FloatVector v = codes(data, at + (long) ROWS * i + LANES).fma(vScale, vOffset);
        FloatVector x = Lanes.all(values[x0 + i]);
        a0 = u.fma(x, a0);
        b0 = v.fma(x, b0);
        x = Lanes.all(values[x1 + i]);
        a1 = u.fma(x, a1);
        b1 = v.fma(x, b1);
        x = Lanes.all(values[x2 + i]);
        a2 = u.fma(x, a2);
        b2 = v.fma(x, b2);
        x = Lanes.all(values[x3 + i]);
        a3 = u.fma(x, a3);
        b3 = v.fma(x, b3);
      }
      x1 += columns;
      x2 += columns;
      x3 += columns;
      scale += layout.count();
      at += (long) ROWS * columns;
    }
    Strips.put(a0, b0, y, to);
    Strips.put(a1, b1, y, to + step);
    Strips.put(a2, b2, y, to + 2 * step);
    Strips.put(a3, b3, y, to + 3 * step);
  }

  @Override
  public void decode(int unit, float[] numbers, int strip, int from, int end, float[] out, int to) {
    long first = unit * unitBytes() + codes + (long) strip * LANES;
    for (int block = from / columns; block < end / columns; block++) {
      int at = scales.count() * block + strip * LANES;
      FloatVector scale = Lanes.load(numbers, at);
      FloatVector offset = scales.offset(numbers, at);
      int column = columns * block;
      int place = to + 2 * LANES * (column - from);
      for (int i = 0; i < columns; i++) {
        codes(memory, first + (long) ROWS * (column + i))
            .fma(scale, offset)
            .intoArray(out, place + 2 * LANES * i);
      }
    }
  }

  private static FloatVector codes(MemorySegment data, long at) {
    return Lanes.floats(Lanes.signedBytes(data, at));
  }
}
