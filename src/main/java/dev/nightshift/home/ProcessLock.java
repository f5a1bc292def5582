package dev.nightshift.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets one process at a time do something: an operating system lock on a file, which ends with the
 * process however it ends. The file says who holds it, and stays when the lock is given back.
 *
 * <p>The operating system drops a process's locks on a file when the process closes <em>any</em>
 * channel to it. Locks held by this process are therefore looked up in memory, and their files not
 * opened a second time.
 */
public final class ProcessLock implements AutoCloseable {
  private static final ConcurrentMap<Path, Holder> HELD_HERE = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Who holds a lock.
   *
   * @param pid process id
   * @param purpose what it is held for
   * @param since when it was taken, in ISO form; "an unknown time" if the file does not say
   */
  public record Holder(long pid, String purpose, String since) {
    @Override
    public String toString() {
      return "process "
          + (pid > 0 ? pid : "(unknown id)")
          + " ("
          + purpose
          + ", since "
          + since
          + ")";
    }

    private static Holder parse(String text) {
      String[] lines = text.split("\n", -1);
      if (lines.length < 3 || !lines[0].matches("\\d{1,18}")) {
        return new Holder(0, "purpose not written down", "an unknown time");
      }
      return new Holder(Long.parseLong(lines[0]), lines[1], lines[2]);
    }

    private String format() {
      return pid + "\n" + purpose + "\n" + since + "\n";
    }
  }

  /**
   * Takes the lock, at once or not at all.
   *
   * @param file the lock file; made if missing
   * @param purpose one line that tells a person what the lock is held for, such as "pipeline serve"
   * @throws HomeException LOCKED, naming the holder, when another holds it; IO when the file cannot
   *     be made or locked
   */
  public static ProcessLock acquire(Path file, String purpose) {
    Path key = keyOf(file);
    Holder self =
        new Holder(
            ProcessHandle.current().pid(), purpose.replace('\n', ' '), Instant.now().toString());
    Holder here = HELD_HERE.putIfAbsent(key, self);
    if (here != null) {
      throw locked(file, here);
    }
    boolean acquired = false;
    try {
      ProcessLock lock = lockFile(key, self);
      acquired = true;
      return lock;
    } catch (IOException e) {
      throw new HomeException(HomeException.Code.IO, "cannot make or lock " + file + ": " + e, e);
    } finally {
      if (!acquired) {
        HELD_HERE.remove(key);
      }
    }
  }

  private static ProcessLock lockFile(Path file, Holder self) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      if (channel.tryLock() == null) {
        throw locked(file, read(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(self.format().getBytes(StandardCharsets.UTF_8)), 0);
      locked = true;
      return new ProcessLock(file, channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /**
   * Who holds a lock now; empty when nobody does. Only a hint: it may change at once.
   *
   * @throws HomeException IO when the file cannot be read
   */
  public static Optional<Holder> holder(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Holder here = HELD_HERE.get(keyOf(file));
    if (here != null) {
      return Optional.of(here);
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free != null ? Optional.empty() : Optional.of(read(channel));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HomeException(HomeException.Code.IO, "cannot see who holds " + file + ": " + e, e);
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new HomeException(
          HomeException.Code.IO, "cannot give back the lock " + file + ": " + e, e);
    } finally {
      HELD_HERE.remove(file);
    }
  }

  private static HomeException locked(Path file, Holder holder) {
    String whose = holder.pid() == ProcessHandle.current().pid() ? "this program itself, " : "";
    return new HomeException(HomeException.Code.LOCKED, file + " is held by " + whose + holder);
  }

  private static Holder read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    channel.read(bytes, 0);
    return Holder.parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
  }

  private static Path keyOf(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      Path parent = absolute.getParent();
      if (parent == null) {
        throw new IllegalArgumentException("a lock file needs a directory: " + file);
      }
      AtomicFiles.createDirectories(parent);
      return parent.toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      throw new HomeException(
          HomeException.Code.IO, "cannot make the directory of " + file + ": " + e, e);
    }
  }
}
