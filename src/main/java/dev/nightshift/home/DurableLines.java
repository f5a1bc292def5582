package dev.nightshift.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that only grows, line by line. A line is on disk when {@link #append} returns, and never
 * shares its line with what a crash left half written: that is taken away first, or ended if it is
 * whole. Threads that append at the same time share a sync. A file that is moved or deleted is
 * begun anew. One process may append to a file; in it, {@link #whileNoneAppends} keeps a file still
 * for who has to rewrite it.
 *
 * <p>After a write or a sync that failed nobody knows what of the new lines is on disk, and a later
 * sync may succeed without them. So all that did not get there fails, the file is cut back to what
 * is known to be there, and until that is done nothing is appended by anybody in this process.
 */
public final class DurableLines implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DurableLines.class);

  /** One for each file that was ever appended to or rewritten; they are few. */
  private static final ConcurrentMap<Path, Object> LOCKS = new ConcurrentHashMap<>();

  private final Path file;
  private final Predicate<String> whole;
  private final Object writing;
  private final Object syncing = new Object();
  private @Nullable Opened opened;

  /** What is done to a file that nobody appends to meanwhile. */
  @FunctionalInterface
  public interface Rewriting {
    /** Puts a file in its place, or leaves it. */
    void run() throws IOException;
  }

  /** A file that is open, and how far it is written and on disk. */
  private static final class Opened {
    private final FileChannel channel;
    private final @Nullable Object key;
    private volatile long written;
    private volatile long synced;
    private volatile boolean failed;

    Opened(FileChannel channel, @Nullable Object key, long synced, long written) {
      this.channel = channel;
      this.key = key;
      this.synced = synced;
      this.written = written;
    }
  }

  /**
   * Lines of a file, which need not exist.
   *
   * @param whole whether a last line that lacks its end is all there
   */
  public DurableLines(Path file, Predicate<String> whole) {
    this.file = file.toAbsolutePath().normalize();
    this.whole = whole;
    this.writing = lockOf(this.file);
  }

  /**
   * Does something to a file while no thread of this process appends to it; who wants to waits, and
   * then appends to the file that is there. A line whose {@link #append} returned before is seen.
   */
  public static void whileNoneAppends(Path file, Rewriting rewriting) throws IOException {
    Path path = file.toAbsolutePath().normalize();
    synchronized (lockOf(path)) {
      try {
        UnsureFiles.settle(path);
      } catch (IOException e) {
        log.warn("{} may hold lines that are not on disk: {}", path, e.toString());
      }
      rewriting.run();
      UnsureFiles.dropIfReplaced(path);
    }
  }

  private static Object lockOf(Path file) {
    return LOCKS.computeIfAbsent(file, path -> new Object());
  }

  /**
   * Appends a line.
   *
   * @param line without a line end
   * @throws IOException when it is not on disk; it may be there after the next start all the same,
   *     when the process ends before the file could be cut back
   */
  public void append(String line) throws IOException {
    if (line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a line must not hold a line end");
    }
    Opened to;
    long upTo;
    synchronized (writing) {
      to = open();
      write(to, ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      upTo = to.written;
    }
    sync(to, upTo);
  }

  private void sync(Opened to, long upTo) throws IOException {
    try {
      synchronized (syncing) {
        if (to.synced >= upTo) {
          return;
        }
        force(to);
      }
    } catch (IOException e) {
      synchronized (writing) {
        giveUp(to);
      }
      throw new IOException(file + " could not be synced: what was appended is taken back", e);
    }
  }

  /** Brings what is written to disk, unless that failed before: then another try proves nothing. */
  private static void force(Opened to) throws IOException {
    if (to.failed) {
      throw new IOException("a sync failed before");
    }
    boolean done = false;
    long now = to.written;
    try {
      to.channel.force(false);
      to.synced = now;
      done = true;
    } finally {
      to.failed = !done;
    }
  }

  /** Writes all of it, or nothing. */
  private void write(Opened to, ByteBuffer bytes) throws IOException {
    boolean done = false;
    long at = to.written;
    try {
      while (bytes.hasRemaining()) {
        at += to.channel.write(bytes, at);
      }
      to.written = at;
      done = true;
    } finally {
      if (!done) {
        giveUp(to);
      }
    }
  }

  /** Closes a file after a failure and takes from it what is not on disk for sure. */
  private void giveUp(Opened to) {
    if (!Objects.equals(opened, to)) {
      return;
    }
    opened = null;
    synchronized (syncing) {
      try (FileChannel _ = to.channel) {
        // Lines of others may be all there, when it was a write that failed.
        force(to);
      } catch (IOException e) {
        log.debug("{} was closed after a failure", file, e);
      }
      to.failed = true;
      UnsureFiles.add(file, to.key, to.synced);
    }
    try {
      UnsureFiles.settle(file);
    } catch (IOException e) {
      log.error(
          "{} cannot be cut back to what is on disk; nothing is appended until it can be: {}",
          file,
          e.toString());
    }
  }

  private Opened open() throws IOException {
    Opened now = opened;
    boolean usable = now != null && now.channel.isOpen() && !now.failed;
    if (now != null && usable && Objects.equals(now.key, UnsureFiles.key(file))) {
      return now;
    }
    if (now != null && !usable) {
      giveUp(now);
    }
    close();
    UnsureFiles.settle(file);
    boolean fresh = !Files.exists(file);
    Path directory = Objects.requireNonNull(file.getParent(), "a file is in a directory");
    AtomicFiles.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean opening = true;
    try {
      long before = channel.size();
      long end = repaired(channel);
      Opened made = new Opened(channel, UnsureFiles.key(file), Math.min(before, end), end);
      if (fresh) {
        AtomicFiles.fsyncDirectory(directory);
      }
      opened = made;
      opening = false;
      return made;
    } finally {
      if (opening) {
        channel.close();
      }
    }
  }

  /** The end of the file, once its last line is whole and ended. */
  private long repaired(FileChannel channel) throws IOException {
    long size = channel.size();
    long start = startOfLastLine(channel, size);
    if (start == size) {
      return size;
    }
    ByteBuffer last = ByteBuffer.allocate(Math.toIntExact(size - start));
    while (last.hasRemaining() && channel.read(last, start + last.position()) >= 0) {
      // Until all of it is read.
    }
    if (whole.test(new String(last.array(), 0, last.position(), StandardCharsets.UTF_8))) {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
      return size + 1;
    }
    log.warn(
        "{}: {} bytes of a line that was not written to its end are taken away",
        file,
        size - start);
    channel.truncate(start);
    return start;
  }

  /** The first byte after the last line end. */
  private static long startOfLastLine(FileChannel channel, long size) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(1 << 13);
    for (long end = size; end > 0; ) {
      long from = Math.max(0, end - block.capacity());
      block.clear().limit(Math.toIntExact(end - from));
      while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {
        // Until the block is full.
      }
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return from + i + 1;
        }
      }
      end = from;
    }
    return 0;
  }

  /** Lets go of the file; appending opens it again. */
  @Override
  public void close() throws IOException {
    synchronized (writing) {
      Opened now = opened;
      if (now == null) {
        return;
      }
      try {
        synchronized (syncing) {
          force(now);
        }
        opened = null;
        now.channel.close();
      } finally {
        giveUp(now);
      }
    }
  }
}
