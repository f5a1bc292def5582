package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

  /** For the frame that makes a file a long one. */
  private static final long AHEAD = 64L << 10;

  private final Path directory;
  private final Deque<Ended> ended = new ArrayDeque<>();
  private @Nullable LogFile open;
  private long last;
  private long lastWritten;

  /** A file that is not written to any more, with the number of its last frame. */
  private record Ended(Path file, long last) {}

  private WriteLog(Path directory, long last) {
    this.directory = directory;
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
    boolean written = false;
    try {
      file(frame.number()).append(FrameFormat.bytes(frame));
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

  private LogFile file(long first) throws IOException {
    LogFile current = open;
    if (current != null && current.size() < LONG) {
      return current;
    }
    if (current != null) {
      open = null;
      ended.add(new Ended(current.path(), lastWritten));
      current.closeAsItIs();
    }
    LogFile next =
        LogFile.create(
            directory.resolve(String.format(Locale.ROOT, "%019d%s", first, SUFFIX)), LONG + AHEAD);
    open = next;
    AtomicFiles.fsyncDirectory(directory);
    return next;
  }

  /** After a failure to sync nobody knows what a file holds: the next frame goes into another. */
  private void takeBack() {
    LogFile failed = open;
    if (failed == null) {
      return;
    }
    try {
      failed.takeBack();
    } catch (IOException e) {
      log.warn("a write that failed could not be taken back from {}", failed.path(), e);
    }
    try {
      endFile();
    } catch (IOException e) {
      log.warn("{} could not be closed", failed.path(), e);
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
    LogFile current = open;
    open = null;
    if (current != null) {
      ended.add(new Ended(current.path(), lastWritten));
      current.close();
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
      if (open != null && lastWritten <= through && open.size() > 0) {
        open.empty();
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
      boolean empty = open != null && open.size() == 0;
      endFile();
      if (empty && !ended.isEmpty()) {
        Files.deleteIfExists(ended.removeLast().file());
      }
    } catch (IOException e) {
      throw failure(directory, "closed", e);
    }
  }
}
