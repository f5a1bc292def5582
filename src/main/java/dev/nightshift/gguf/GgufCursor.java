package dev.nightshift.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a mapped GGUF file from front to back; every read is checked against the end of the file.
 */
final class GgufCursor {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String source;
  private final MemorySegment file;
  private final long limit;
  private long at;

  /**
   * At the front of {@code file}.
   *
   * @param limit bytes that may be read at most, so that what is kept of them fits into memory
   */
  GgufCursor(String source, MemorySegment file, long limit) {
    this.source = source;
    this.file = file;
    this.limit = limit;
  }

  long position() {
    return at;
  }

  long remaining() {
    return file.byteSize() - at;
  }

  byte int8(String what) {
    return file.get(ValueLayout.JAVA_BYTE, take(1, what));
  }

  short int16(String what) {
    return file.get(SHORT, take(2, what));
  }

  int int32(String what) {
    return file.get(INT, take(4, what));
  }

  long int64(String what) {
    return file.get(LONG, take(8, what));
  }

  /**
   * A 64-bit count of things that take at least {@code leastBytes} each in what is left of the
   * file.
   */
  int count(String what, int leastBytes, int limit) {
    long start = at;
    long count = int64(what);
    if (count < 0 || count > limit) {
      throw new GgufException(
          GgufException.Code.LIMIT,
          "%s: %s at byte %d is %s, more than the %d that are allowed"
              .formatted(source, what, start, Long.toUnsignedString(count), limit));
    }
    if (count * leastBytes > remaining()) {
      throw new GgufException(
          GgufException.Code.TRUNCATED,
          "%s: %s at byte %d is %d, but only %d bytes follow"
              .formatted(source, what, start, count, remaining()));
    }
    return (int) count;
  }

  String string(String what, int limit) {
    int length = count("the length of " + what, 1, limit);
    long from = take(length, what);
    byte[] bytes = new byte[length];
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, from, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A string without control characters, which would forge lines where it is printed. */
  String name(String what, int limit) {
    String name = string(what, limit);
    if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
      throw malformed(what + " is empty or holds control characters");
    }
    return name;
  }

  GgufException malformed(String what) {
    return new GgufException(
        GgufException.Code.MALFORMED, "%s: %s (near byte %d)".formatted(source, what, at));
  }

  private long take(long bytes, String what) {
    if (bytes > remaining()) {
      throw new GgufException(
          GgufException.Code.TRUNCATED,
          "%s: the file ends at byte %d, inside %s".formatted(source, file.byteSize(), what));
    }
    if (bytes > limit - at) {
      throw new GgufException(
          GgufException.Code.LIMIT,
          "%s: what stands before the tensors is larger than %d bytes, at %s"
              .formatted(source, limit, what));
    }
    long start = at;
    at += bytes;
    return start;
  }
}
