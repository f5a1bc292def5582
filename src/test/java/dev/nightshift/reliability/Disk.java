package dev.nightshift.reliability;

import dev.nightshift.reliability.DiskModel.FileNode;
import dev.nightshift.reliability.DiskModel.Folder;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the real disk through which every change is counted, can be refused or be the last
 * one, and whose state after a power cut is known. {@link #path()} is what the program is given.
 *
 * <p>Not covered: changes through {@code java.io}, memory-mapped writes and other processes.
 */
public final class Disk {
  private final Path real;
  private final FaultyFileSystem fileSystem;
  private final Object turn = new Object();
  private @Nullable DiskModel model;
  private Injector injector = Injector.NONE;
  private boolean dead;

  /** A disk over a folder that exists. */
  public Disk(Path folder) throws IOException {
    this(folder, new FaultyProvider(folder.getFileSystem().provider()));
  }

  Disk(Path folder, FaultyProvider provider) throws IOException {
    this.real = folder.toRealPath();
    this.fileSystem = provider.fileSystem();
    provider.watchedBy(this);
  }

  /** The folder as the program sees it. */
  public Path path() {
    return new FaultyPath(fileSystem, real);
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  /** From now on this happens; what is there now counts as synced. */
  public void inject(Injector what) throws IOException {
    synchronized (turn) {
      model = new DiskModel(real);
      injector = what;
    }
  }

  /** The injector alone changes: what was not synced stays so. */
  public void mend() {
    synchronized (turn) {
      injector = Injector.NONE;
    }
  }

  /** After this every operation ends the one who tries it. */
  public Death die(Operation last) {
    dead = true;
    return new Death("died at " + last);
  }

  /** What a power cut now would leave, built in an empty folder. */
  public void cut(DiskModel.Cut cut, Path into) throws IOException {
    synchronized (turn) {
      if (model == null) {
        throw new IllegalStateException("nothing was injected");
      }
      model.build(cut, into);
    }
  }

  /** Something that is done to the disk. */
  interface Change<T> {
    T run() throws IOException;
  }

  /** Does an operation on the database in turn with those on the disk. */
  public void inTurn(Operation operation, boolean before) throws IOException {
    synchronized (turn) {
      requireAlive();
      if (before) {
        injector.before(operation);
      } else {
        injector.after(operation);
      }
    }
  }

  private void requireAlive() {
    if (dead) {
      throw new Death("the process has ended");
    }
  }

  boolean watches(Path path) {
    return path.startsWith(real);
  }

  private Operation operation(Operation.Kind kind, Path path) {
    return Operation.of(kind, real.relativize(path));
  }

  /** Does something whose name is made, removed or moved. */
  <T> T change(Operation.Kind kind, Path path, Change<T> change, Noted noted) throws IOException {
    if (!watches(path)) {
      return change.run();
    }
    synchronized (turn) {
      requireAlive();
      Operation operation = operation(kind, path);
      injector.before(operation);
      T result = change.run();
      if (model != null) {
        noted.in(model);
      }
      injector.after(operation);
      return result;
    }
  }

  /** Writes a change down. */
  interface Noted {
    void in(DiskModel model) throws IOException;
  }

  /** A write, of which only the beginning may be done. */
  int write(Path path, int bytes, Write write) throws IOException {
    synchronized (turn) {
      requireAlive();
      Operation operation = operation(Operation.Kind.WRITE, path);
      injector.before(operation);
      int done = write.upTo(injector.allowed(operation, bytes));
      injector.after(operation);
      return done;
    }
  }

  /** A sync that failed brings nothing to the disk, and neither does the next. */
  void syncFailed(@Nullable FileNode file) {
    synchronized (turn) {
      if (file != null) {
        file.syncFailed();
      }
    }
  }

  /** Writes some bytes. */
  interface Write {
    int upTo(int bytes) throws IOException;
  }

  @Nullable FileNode fileAt(Path path) throws IOException {
    synchronized (turn) {
      if (model == null || !watches(path)) {
        return null;
      }
      // Names are kept where they are, so the folder is looked up by its real path.
      Path parent = Objects.requireNonNull(path.getParent(), "a file is in a folder").toRealPath();
      DiskModel.Node node = model.find(parent.resolve(path.getFileName()));
      if (node instanceof DiskModel.Link) {
        node = model.find(path.toRealPath());
      }
      if (node instanceof FileNode file) {
        return file;
      }
      if (node instanceof Folder || Files.isDirectory(path)) {
        return null;
      }
      throw new IllegalStateException("nothing known of " + path);
    }
  }

  @Nullable Folder folderAt(Path path) throws IOException {
    synchronized (turn) {
      return model != null && watches(path) && model.find(path.toRealPath()) instanceof Folder found
          ? found
          : null;
    }
  }
}
