package dev.nightshift.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;

/**
 * Frames as bytes, big-endian: {@code NSWL}, the length of the text, its CRC-32C (with the number's
 * eight bytes before it), the number, and the text, which is JSON with the frame's lists.
 */
final class FrameFormat {
  private static final int MAGIC = 0x4E53574C;
  private static final int HEADER = 4 + 4 + 4 + 8;

  private FrameFormat() {}

  /**
   * What a file holds.
   *
   * @param frames those that are whole
   * @param cutOff bytes behind them that are not; zeros at the end were written ahead
   */
  record Content(List<Frame> frames, int cutOff) {}

  static ByteBuffer bytes(Frame frame) {
    byte[] text = FrameText.bytes(frame.exchanges(), frame.feedback());
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + text.length);
    bytes.putInt(MAGIC).putInt(text.length).putInt(0).putLong(frame.number()).put(text);
    bytes.putInt(8, checksum(bytes, 0, text.length));
    return bytes.flip();
  }

  /**
   * Reads a file.
   *
   * @throws MemoryException CORRUPT when a frame is damaged that is not the last: that is no write
   *     cut off by the end of a process
   */
  static Content read(ByteBuffer file) {
    List<Frame> frames = new ArrayList<>();
    int at = 0;
    while (isWhole(file, at)) {
      int length = file.getInt(at + 4);
      frames.add(frame(file, at, length));
      at += HEADER + length;
    }
    for (int later = at + 1; later <= file.limit() - HEADER; later++) {
      if (isWhole(file, later)) {
        throw new MemoryException(
            MemoryException.Code.CORRUPT,
            "byte " + at + " begins what cannot be read, and byte " + later + " a good entry");
      }
    }
    int end = file.limit();
    while (end > at && file.get(end - 1) == 0) {
      end--;
    }
    return new Content(frames, end - at);
  }

  private static boolean isWhole(ByteBuffer file, int at) {
    if (file.limit() - at < HEADER || file.getInt(at) != MAGIC) {
      return false;
    }
    int length = file.getInt(at + 4);
    return length >= 0
        && length <= FrameText.LONGEST
        && length <= file.limit() - at - HEADER
        && file.getInt(at + 8) == checksum(file, at, length);
  }

  private static Frame frame(ByteBuffer file, int at, int length) {
    byte[] text = new byte[length];
    file.get(at + HEADER, text);
    try {
      News read = FrameText.read(text);
      return new Frame(file.getLong(at + 12), read.exchanges(), read.feedback());
    } catch (JacksonException e) {
      throw new MemoryException(
          MemoryException.Code.CORRUPT,
          "byte " + at + " begins an entry of another version of this program: " + e.getMessage(),
          e);
    }
  }

  private static int checksum(ByteBuffer file, int at, int length) {
    CRC32C sum = new CRC32C();
    sum.update(file.slice(at + 12, 8 + length));
    return (int) sum.getValue();
  }
}
