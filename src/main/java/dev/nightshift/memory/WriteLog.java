package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log that is written ahead of the index: what is in it is acknowledged, and survives the end
 * of the process. Files {@code <number of the first frame>.log}; what the index has committed is
 * taken out of them. Thread-safe.
 */
final class WriteLog implements AheadLog {
  private static final Logger log = LoggerFactory.getLogger(WriteLog.class);
  private static final String SUFFIX = ".log";

  /** A longer file is ended, so that it can go when its frames are in the index. */
  private static final long LONG = 4L << 20;

  private final Path directory;
  private final Deque<Ended> ended = new ArrayDeque<>();
  private @Nullable FileChannel channel;
  private Path file;
  private long size;
  private long last;
  private long lastWritten;

  /** A file that is not written to any more, with the number of its last frame. */
  private record Ended(Path file, long last) {}

  private WriteLog(Path directory, long last) {
    this.directory = directory;
    this.file = directory;
    this.last = last;
    this.lastWritten = last;
  }

  /**
   * Begins to log; what is there already stays until it is {@linkplain #release released}.
   *
   * @param applied number of the last frame that the index has
   * @throws MemoryException IO or CORRUPT
   */
  static WriteLog open(Path directory, long applied) {
    try {
      AtomicFiles.createDirectories(directory);
      WriteLog opened = new WriteLog(directory, applied);
      for (Path file : files(directory)) {
        FrameFormat.Content content = read(file);
        if (!content.frames().isEmpty()) {
          opened.last = Math.max(opened.last, content.frames().getLast().number());
          opened.lastWritten = opened.last;
        }
        if (content.cutOff() > 0) {
          log.info(
              "the last {} bytes of {} are of a write that was cut off and never acknowledged",
              content.cutOff(),
              file);
        }
        opened.ended.add(new Ended(file, opened.last));
      }
      return opened;
    } catch (IOException e) {
      throw failure(directory, "opened", e);
    }
  }

  /**
   * What was acknowledged after a frame, oldest first.
   *
   * @throws MemoryException IO or CORRUPT
   */
  static List<Frame> after(long applied, Path directory) {
    List<Frame> frames = new ArrayList<>();
    try {
      for (Path file : files(directory)) {
        read(file).frames().stream().filter(frame -> frame.number() > applied).forEach(frames::add);
      }
      return frames;
    } catch (IOException e) {
      throw failure(directory, "read", e);
    }
  }

  /** Bytes of writes that were cut off. */
  static long cutOff(Path directory) {
    long bytes = 0;
    try {
      for (Path file : files(directory)) {
        bytes += read(file).cutOff();
      }
      return bytes;
    } catch (IOException e) {
      throw failure(directory, "read", e);
    }
  }

  private static FrameFormat.Content read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return new FrameFormat.Content(List.of(), 0); // All of it came into the index meanwhile.
    }
    try {
      return FrameFormat.read(ByteBuffer.wrap(bytes));
    } catch (MemoryException e) {
      throw new MemoryException(
          MemoryException.Code.CORRUPT,
          "the memory's log "
              + file
              + " is damaged ("
              + e.getMessage()
              + "); restore "
              + file
              + " from a backup, or move it away to go on without what was recorded in the last"
              + " seconds before the program ended",
          e);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  @Override
  public void append(Supplier<News> deciding, Handover handover) {
    News news = deciding.get();
    if (!news.isEmpty()) {
      handover.written(append(news.exchanges(), news.feedback()));
    }
  }

  @Override
  public Map<String, String> notes(long through) {
    return Map.of();
  }

  /**
   * Logs what is to be acknowledged together; on disk when it returns.
   *
   * @throws MemoryException IO, then nothing of it counts
   */
  synchronized Frame append(List<Exchange> exchanges, List<Feedback> feedback) {
    Frame frame = new Frame(last + 1, exchanges, feedback);
    last = frame.number();
    ByteBuffer bytes = FrameFormat.bytes(frame);
    boolean written = false;
    try {
      FileChannel open = channel(frame.number());
      int length = bytes.remaining();
      while (bytes.hasRemaining()) {
        open.write(bytes, size + length - bytes.remaining());
      }
      open.force(false);
      size += length;
      lastWritten = frame.number();
      written = true;
      return frame;
    } catch (IOException e) {
      throw failure(directory, "written", e);
    } finally {
      if (!written) {
        takeBack();
      }
    }
  }

  private FileChannel channel(long first) throws IOException {
    if (channel != null && size >= LONG) {
      endFile();
    }
    if (channel == null) {
      file = directory.resolve(String.format(Locale.ROOT, "%019d%s", first, SUFFIX));
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      size = 0;
      AtomicFiles.fsyncDirectory(directory);
    }
    return channel;
  }

  /** After a failure to sync nobody knows what a file holds: the next frame goes into another. */
  private void takeBack() {
    try {
      if (channel != null) {
        channel.truncate(size);
        channel.force(true);
      }
    } catch (IOException e) {
      log.warn("a write that failed could not be taken back from {}", file, e);
    }
    try {
      endFile();
    } catch (IOException e) {
      log.warn("{} could not be closed", file, e);
    }
  }

  /**
   * Lets what comes from now on go into another file, so that this one can go as a whole.
   *
   * @throws MemoryException IO
   */
  synchronized void end() {
    try {
      endFile();
    } catch (IOException e) {
      throw failure(directory, "written", e);
    }
  }

  private void endFile() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      ended.add(new Ended(file, lastWritten));
      open.close();
    }
  }

  /** Takes out what the index has committed. */
  @Override
  public synchronized void release(long through) {
    try {
      while (!ended.isEmpty() && ended.getFirst().last() <= through) {
        Files.deleteIfExists(ended.getFirst().file());
        ended.removeFirst();
      }
      if (channel != null && lastWritten <= through && size > 0) {
        channel.truncate(0);
        size = 0;
      }
    } catch (IOException e) {
      throw failure(directory, "emptied", e);
    }
  }

  private static MemoryException failure(Path directory, String action, IOException e) {
    return new MemoryException(
        MemoryException.Code.IO,
        "the memory's log in " + directory + " could not be " + action + ": " + e,
        e);
  }

  /** Leaves no file behind that holds nothing. */
  @Override
  public synchronized void close() {
    try {
      boolean empty = size == 0 && channel != null;
      endFile();
      if (empty && !ended.isEmpty()) {
        Files.deleteIfExists(ended.removeLast().file());
      }
    } catch (IOException e) {
      throw failure(directory, "closed", e);
    }
  }
}
