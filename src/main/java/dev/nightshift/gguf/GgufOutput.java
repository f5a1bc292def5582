package dev.nightshift.gguf;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Little-endian numbers, strings and metadata values on a stream, with a count of the bytes
 * written.
 */
final class GgufOutput {
  private static final int PIECE_BYTES = 1 << 20;

  private final OutputStream stream;
  private long written;

  GgufOutput(OutputStream stream) {
    this.stream = stream;
  }

  void int32(int value) throws IOException {
    number(value, 4);
  }

  void int64(long value) throws IOException {
    number(value, 8);
  }

  void string(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int64(bytes.length);
    bytes(bytes);
  }

  void bytes(byte[] bytes) throws IOException {
    stream.write(bytes);
    written += bytes.length;
  }

  void bytes(MemorySegment data) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE_BYTES, data.byteSize())];
    for (long at = 0; at < data.byteSize(); at += piece.length) {
      int count = (int) Math.min(piece.length, data.byteSize() - at);
      try {
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, piece, 0, count);
      } catch (InternalError e) {
        throw new IOException("the file that a tensor is copied from was cut", e);
      }
      stream.write(piece, 0, count);
      written += count;
    }
  }

  /** Zeros up to the next multiple of {@code alignment}. */
  void pad(int alignment) throws IOException {
    bytes(new byte[(int) Math.floorMod(-written, (long) alignment)]);
  }

  void flush() throws IOException {
    stream.flush();
  }

  /** The value without its type, which stands before it. */
  void value(MetadataValue value) throws IOException {
    switch (value) {
      case MetadataValue.Whole whole -> number(whole.value(), whole.type().leastBytes());
      case MetadataValue.Real real -> real(real.type(), real.value());
      case MetadataValue.Flag flag -> number(flag.value() ? 1 : 0, 1);
      case MetadataValue.Text text -> string(text.value());
      case MetadataValue.Wholes wholes -> {
        items(wholes.itemType(), wholes.values().length);
        for (long item : wholes.values()) {
          number(item, wholes.itemType().leastBytes());
        }
      }
      case MetadataValue.Reals reals -> {
        items(reals.itemType(), reals.values().length);
        for (double item : reals.values()) {
          real(reals.itemType(), item);
        }
      }
      case MetadataValue.Texts texts -> {
        items(ValueType.STRING, texts.values().size());
        for (String item : texts.values()) {
          string(item);
        }
      }
      case MetadataValue.Lists lists -> {
        items(ValueType.ARRAY, lists.values().size());
        for (MetadataValue item : lists.values()) {
          value(item);
        }
      }
    }
  }

  private void items(ValueType type, int count) throws IOException {
    int32(type.id());
    int64(count);
  }

  private void real(ValueType type, double value) throws IOException {
    if (type == ValueType.FLOAT32) {
      int32(Float.floatToRawIntBits((float) value));
    } else {
      int64(Double.doubleToRawLongBits(value));
    }
  }

  private void number(long value, int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      stream.write((int) (value >>> (8 * i)) & 255);
    }
    written += bytes;
  }
}
