package dev.nightshift.reliability;

import dev.nightshift.reliability.DiskModel.FileNode;
import dev.nightshift.reliability.DiskModel.Folder;
import dev.nightshift.reliability.Operation.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link Disk}. */
final class FaultyChannel extends FileChannel {
  private final Disk disk;
  private final Path path;
  private final FileChannel real;
  private final boolean appends;
  private final @Nullable FileNode file;
  private final @Nullable Folder folder;

  FaultyChannel(
      Disk disk,
      Path path,
      FileChannel real,
      boolean appends,
      @Nullable FileNode file,
      @Nullable Folder folder) {
    this.disk = disk;
    this.path = path;
    this.real = real;
    this.appends = appends;
    this.file = file;
    this.folder = folder;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return real.read(to);
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) throws IOException {
    return real.read(to, offset, length);
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    return real.read(to, position);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    long at = appends ? real.size() : real.position();
    int written = write(from, at, some -> real.write(some));
    return written;
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      while (from[i].hasRemaining()) {
        written += write(from[i]);
      }
    }
    return written;
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    return write(from, position, some -> real.write(some, position));
  }

  private interface Writing {
    int write(ByteBuffer some) throws IOException;
  }

  private int write(ByteBuffer from, long position, Writing writing) throws IOException {
    return disk.write(
        path,
        from.remaining(),
        most -> {
          ByteBuffer some = from.slice(from.position(), Math.min(most, from.remaining()));
          int written = writing.write(some);
          byte[] bytes = new byte[written];
          from.get(bytes);
          if (file != null) {
            file.write(position, bytes);
          }
          return written;
        });
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long to) throws IOException {
    real.position(to);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    if (size >= real.size()) {
      return this;
    }
    disk.change(
        Kind.TRUNCATE,
        path,
        () -> real.truncate(size),
        model -> {
          if (file != null) {
            file.truncate(size);
          }
        });
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    try {
      sync();
    } catch (IOException e) {
      disk.syncFailed(file);
      throw e;
    }
  }

  private void sync() throws IOException {
    disk.change(
        folder == null ? Kind.SYNC : Kind.SYNC_FOLDER,
        path,
        () -> true, // What is synced is known to the model; the real disk need not be waited for.
        model -> {
          if (file != null) {
            file.sync();
          }
          if (folder != null) {
            folder.sync();
          }
        });
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, 1 << 16));
    source.read(bytes);
    bytes.flip();
    long written = 0;
    while (bytes.hasRemaining()) {
      written += write(bytes, position + written);
    }
    return written;
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    requireReading(mode);
    return real.map(mode, position, size);
  }

  @Override
  public MemorySegment map(MapMode mode, long position, long size, Arena arena) throws IOException {
    requireReading(mode);
    return real.map(mode, position, size, arena);
  }

  private static void requireReading(MapMode mode) {
    if (mode == MapMode.READ_WRITE) {
      throw new UnsupportedOperationException("writes to mapped memory are not seen by this disk");
    }
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
