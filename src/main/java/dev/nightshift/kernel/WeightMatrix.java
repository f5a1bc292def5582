package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufException;
import dev.nightshift.gguf.GgufTensor;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A matrix [rows, columns] in the mapped file. With one vector most types are multiplied as they
 * lie there; with several, a few rows at a time become floats and serve all of them.
 */
final class WeightMatrix {
  /** Rows that are floats at once: with four vectors they fit the first cache. */
  private static final int TILE = 8;

  /** Vectors up to which strips are multiplied without becoming floats in memory first. */
  private static final int DIRECT = 8;

  /** Columns of two strips that are floats at once: they fit the first cache too. */
  private static final int PIECE = 128;

  private static final ThreadLocal<float[]> FLOATS = ThreadLocal.withInitial(() -> new float[0]);

  private final MemorySegment data;
  private final BlockRows blocks;
  private final long rowBytes;
  private final int rows;
  private final int columns;
  private final GgufTensor tensor;
  private @Nullable Strips strips;

  private WeightMatrix(GgufTensor tensor, BlockRows blocks) {
    this.tensor = tensor;
    this.data = tensor.data();
    this.blocks = blocks;
    this.rowBytes = tensor.rowBytes();
    this.rows = Math.toIntExact(tensor.rows());
    this.columns = Math.toIntExact(tensor.columns());
  }

  /**
   * The tensor as a matrix; its file must stay open.
   *
   * @throws GgufException with code {@code UNSUPPORTED_TYPE} for a type that has no kernel
   */
  static WeightMatrix of(GgufTensor tensor) {
    return BlockRows.of(tensor.type())
        .map(blocks -> new WeightMatrix(tensor, blocks))
        .orElseThrow(
            () ->
                new GgufException(
                    GgufException.Code.UNSUPPORTED_TYPE,
                    "the tensor " + tensor + " is of a type without a vector kernel"));
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Bytes that {@link #copy} wants; 0 if the matrix is best computed where it lies. */
  long copyBytes() {
    return Strips.bytes(tensor);
  }

  /**
   * Copies the matrix into a faster layout and uses that from now on. To be called before others
   * use the matrix.
   *
   * @param memory {@link #copyBytes} bytes
   */
  void copy(MemorySegment memory, WorkerPool workers) {
    Strips.of(tensor, memory)
        .ifPresent(
            copy -> {
              AtomicBoolean whole = new AtomicBoolean(true);
              workers.run(
                  Strips.units(tensor),
                  unit -> {
                    if (!copy.fill(unit)) {
                      whole.set(false);
                    }
                  });
              if (whole.get()) {
                strips = copy;
                forget();
              }
            });
  }

  /** Lets the system have the file's pages back, which are hardly needed any more. */
  private void forget() {
    if (data.isMapped()) {
      data.unload();
    }
  }

  /** The numbers of one row. */
  void row(int row, float[] out, int to) {
    blocks.decode(data, row * rowBytes, columns, out, to);
  }

  /**
   * The products of some rows with the first {@code tokens} vectors. May run on several threads for
   * different rows.
   *
   * @param x prepared
   * @param y products of one token after those of the other, {@code y.width()} apart
   */
  void multiply(int fromRow, int toRow, TokenVectors x, int tokens, TokenVectors y) {
    int row = fromRow;
    if (strips != null) {
      // Rows before the first whole unit and after the last are computed from the file.
      int first = Math.min(toRow, (fromRow + Strips.ROWS - 1) / Strips.ROWS * Strips.ROWS);
      int end = Math.clamp(toRow / Strips.ROWS, 0, Strips.units(tensor)) * Strips.ROWS;
      if (first < end) {
        inFile(fromRow, first, x, tokens, y);
        for (row = first; row < end; row += Strips.ROWS) {
          unit(strips, row, x, tokens, y);
        }
      }
    }
    inFile(row, toRow, x, tokens, y);
  }

  private void unit(Strips strips, int row, TokenVectors x, int tokens, TokenVectors y) {
    int unit = row / Strips.ROWS;
    int fours = tokens / 4 * 4;
    if (fours > 0) {
      float[] tile = tile(2 * Strips.LANES);
      float[] scales = strips.scales(unit);
      for (int strip = 0; fours <= DIRECT && strip < Strips.STRIPS; strip += 2) {
        for (int token = 0; token < fours; token += 4) {
          strips.four(unit, scales, strip, x, token, y);
        }
      }
      for (int strip = 0; fours > DIRECT && strip < Strips.STRIPS; strip += 2) {
        for (int from = 0; from < columns; from += PIECE) {
          int end = Math.min(columns, from + PIECE);
          strips.decode(unit, scales, strip, from, end, tile, 0);
          strips.decode(unit, scales, strip + 1, from, end, tile, Strips.LANES);
          for (int token = 0; token < fours; token += 4) {
            int to = y.at(token) + row + strip * Strips.LANES;
            Dots.twoStripsFourVectors(tile, from, end, x, token, y.values(), to, y.width());
          }
        }
      }
    }
    for (int token = fours; token < tokens; token++) {
      strips.one(unit, x, token, y);
    }
  }

  private float[] tile(int rows) {
    float[] tile = FLOATS.get();
    if (tile.length < rows * columns) {
      tile = new float[rows * columns];
      FLOATS.set(tile);
    }
    return tile;
  }

  private void inFile(int fromRow, int toRow, TokenVectors x, int tokens, TokenVectors y) {
    int row = fromRow;
    if (tokens == 1 && blocks instanceof DirectRows direct) {
      int even = (toRow - fromRow) & ~1;
      direct.multiply(data, row * rowBytes, even, x, y.values(), row);
      row += even;
    }
    float[] tile = row < toRow ? tile(TILE) : FLOATS.get();
    for (; row < toRow; row += TILE) {
      int count = Math.min(TILE, toRow - row);
      for (int i = 0; i < count; i++) {
        row(row + i, tile, i * columns);
      }
      multiply(tile, count, x, tokens, y, row);
    }
  }

  private void multiply(
      float[] tile, int count, TokenVectors x, int tokens, TokenVectors y, int row) {
    boolean whole = columns % Lanes.COUNT == 0;
    int token = 0;
    if (whole && count % 2 == 0) {
      for (; token <= tokens - 4; token += 4) {
        for (int i = 0; i < count; i += 2) {
          Dots.twoRowsFourVectors(
              tile,
              i * columns,
              x.values(),
              x.at(token),
              columns,
              y.values(),
              y.at(token) + row + i,
              y.width());
        }
      }
    }
    for (; token < tokens; token++) {
      int i = 0;
      for (; whole && i <= count - 4; i += 4) {
        Dots.fourRows(
            tile, i * columns, x.values(), x.at(token), columns, y.values(), y.at(token) + row + i);
      }
      for (; i < count; i++) {
        y.values()[y.at(token) + row + i] =
            Dots.one(tile, i * columns, x.values(), x.at(token), columns);
      }
    }
  }
}
