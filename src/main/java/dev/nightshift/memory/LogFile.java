package dev.nightshift.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to which frames are appended, each on disk when that returns. Behind the last one stand
 * zeros that were written before: a sync that changes neither the file's length nor its blocks does
 * not have to wait for the file system's journal, in which the index's files are waited for, nor
 * for the kernel's threads that enter new blocks there and get no processor while all are busy. Not
 * thread-safe.
 */
final class LogFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogFile.class);

  /** Enough for one command; whoever needs more gets the whole. */
  private static final int FIRST = 64 << 10;

  private static final int AT_ONCE = 64 << 10;

  private final Path path;
  private final FileChannel channel;
  private final long whole;
  private long size;
  private long written;

  private LogFile(Path path, FileChannel channel, long whole) {
    this.path = path;
    this.channel = channel;
    this.whole = whole;
  }

  /**
   * Makes an empty file; its directory is not synced.
   *
   * @param whole bytes that are written ahead when it is used more than a little
   */
  static LogFile create(Path path, long whole) throws IOException {
    return new LogFile(
        path,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE),
        whole);
  }

  Path path() {
    return path;
  }

  /** Bytes of frames. */
  long size() {
    return size;
  }

  /** On disk when it returns; when it fails, nobody knows what the file holds from here on. */
  void append(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    writeAhead(size + length);
    while (bytes.hasRemaining()) {
      channel.write(bytes, size + length - bytes.remaining());
    }
    channel.force(false);
    size += length;
    written = Math.max(written, size);
  }

  /** Synced with the frame that follows. */
  private void writeAhead(long needed) {
    if (needed <= written) {
      return;
    }
    long to = needed <= FIRST ? FIRST : Math.max(whole, needed);
    try {
      ByteBuffer zeros = ByteBuffer.allocate(AT_ONCE);
      while (written < to) {
        written +=
            channel.write(zeros.clear().limit((int) Math.min(AT_ONCE, to - written)), written);
      }
    } catch (IOException e) {
      log.debug("no room to write {} ahead; the frame itself may fit", path, e);
    }
  }

  /** Leaves what was appended before, and nothing of a write that failed. */
  void takeBack() throws IOException {
    cut(size);
    channel.force(true);
  }

  /** Takes all out. */
  void empty() throws IOException {
    size = 0;
    cut(0);
  }

  private void cut(long length) throws IOException {
    written = Math.min(written, length);
    channel.truncate(length);
  }

  /** Without what was written ahead. */
  @Override
  public void close() throws IOException {
    try (channel) {
      cut(size);
    }
  }

  /** As {@link #close()}, for a file that goes soon: leaves the zeros and the journal alone. */
  void closeAsItIs() throws IOException {
    channel.close();
  }
}
