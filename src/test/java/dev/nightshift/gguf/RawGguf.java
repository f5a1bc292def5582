package dev.nightshift.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a GGUF file together byte by byte, also one that is wrong. */
final class RawGguf {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Begins with a right magic and version. */
  static RawGguf header(long tensors, long pairs) {
    return new RawGguf().text("GGUF").int32(3).int64(tensors).int64(pairs);
  }

  RawGguf text(String ascii) {
    bytes.writeBytes(ascii.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  RawGguf int32(int value) {
    bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  RawGguf int64(long value) {
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  RawGguf string(String value) {
    return int64(value.getBytes(StandardCharsets.UTF_8).length).text(value);
  }

  /** A tensor's entry in the header. */
  RawGguf tensor(String name, int type, long offset, long... shape) {
    string(name).int32(shape.length);
    for (long length : shape) {
      int64(length);
    }
    return int32(type).int64(offset);
  }

  RawGguf bytes(byte[] content) {
    bytes.writeBytes(content);
    return this;
  }

  RawGguf zeros(int count) {
    bytes.writeBytes(new byte[count]);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  Path writeTo(Path file) {
    try {
      return Files.write(file, toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
