package dev.nightshift.memory;

import java.nio.file.Path;
import java.util.List;

/**
 * The memory as it was at one moment: files that nobody changes or takes away until this is closed,
 * however much is written meanwhile. Everything acknowledged before it was taken is in them, so
 * that the log ahead of the index is not needed beside them.
 */
public final class MemorySnapshot implements AutoCloseable {
  private final Path root;
  private final List<Path> files;
  private final Runnable letGo;

  /**
   * A snapshot.
   *
   * @param root the memory's directory
   * @param files below it
   * @param letGo lets the memory take the files away
   */
  MemorySnapshot(Path root, List<Path> files, Runnable letGo) {
    this.root = root;
    this.files = List.copyOf(files);
    this.letGo = letGo;
  }

  /** The memory's directory. */
  public Path root() {
    return root;
  }

  /** The files, all below {@link #root}. */
  public List<Path> files() {
    return files;
  }

  /**
   * Lets go of the files.
   *
   * @throws MemoryException IO when writing failed and was begun anew since, so that the files may
   *     have gone before: what was read of them does not count
   */
  @Override
  public void close() {
    letGo.run();
  }
}
