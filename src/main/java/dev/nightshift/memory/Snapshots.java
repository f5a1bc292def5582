package dev.nightshift.memory;

import java.util.concurrent.Semaphore;

/**
 * Takes snapshots of a memory, one at a time. An erasure and a snapshot exclude each other: a
 * snapshot would keep the files alive that an erasure promises to be gone.
 */
final class Snapshots {
  private final MemoryIndex index;
  private final Indexer indexer;
  private final Semaphore free = new Semaphore(1);

  Snapshots(MemoryIndex index, Indexer indexer) {
    this.index = index;
    this.indexer = indexer;
  }

  /**
   * A snapshot with all that has been acknowledged.
   *
   * @throws MemoryException LOCKED while there is another or something is erased; IO
   */
  MemorySnapshot take() {
    acquire();
    boolean taken = false;
    try {
      indexer.settle();
      MemorySnapshot snapshot = index.snapshot(free::release);
      taken = true;
      return snapshot;
    } finally {
      if (!taken) {
        free.release();
      }
    }
  }

  /**
   * Erases while there is no snapshot.
   *
   * @throws MemoryException LOCKED while there is one
   */
  void erase(Runnable erasing) {
    acquire();
    try {
      erasing.run();
    } finally {
      free.release();
    }
  }

  private void acquire() {
    if (!free.tryAcquire()) {
      throw new MemoryException(
          MemoryException.Code.LOCKED,
          "the memory is being backed up, or something is being erased from it; try again when"
              + " that has ended");
    }
  }
}
