package dev.nightshift.memory;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The open index: one writer, used by one thread at a time, and a view of the last commit for
 * everyone. A commit that fails is rolled back as a whole and the writer opened anew, so that a
 * full disk stops writing for as long as it is full and no longer.
 */
final class MemoryIndex implements AutoCloseable {
  private final IndexFiles files;
  private final String vectorField;
  private final Sequence sequence;
  private final FSDirectory directory;
  private final CommitNotes notes;
  private volatile @Nullable IndexWriter writer;
  private volatile SearcherManager searchers;

  /** Something read from one view. */
  @FunctionalInterface
  interface Reading<T> {
    T from(IndexSearcher searcher) throws IOException;
  }

  private MemoryIndex(
      IndexFiles files, String vectorField, FSDirectory directory, IndexWriter writer)
      throws IOException {
    this.files = files;
    this.vectorField = vectorField;
    this.sequence = new Sequence(InstantSource.system());
    this.directory = directory;
    this.writer = writer;
    this.searchers = new SearcherManager(writer, null);
    this.notes = CommitNotes.of(writer.getLiveCommitData());
  }

  /** What its commits note. */
  CommitNotes notes() {
    return notes;
  }

  /** Whether nothing is in it. */
  boolean isEmpty() {
    return read(searcher -> searcher.getIndexReader().numDocs() == 0);
  }

  /**
   * Opens the index, or makes an empty one where none was.
   *
   * @throws MemoryException CORRUPT or IO
   */
  static MemoryIndex open(IndexFiles files, String vectorField, boolean verify) {
    try {
      AtomicFiles.createDirectories(files.index());
      if (files.wasCreated()) {
        files.openCommitted(verify).close();
      }
      FSDirectory directory = FSDirectory.open(files.index());
      IndexWriter writer = new IndexWriter(directory, configuration(files.wasCreated()));
      if (!files.wasCreated()) {
        writer.commit();
        files.markCreated();
      }
      return new MemoryIndex(files, vectorField, directory, writer);
    } catch (IOException e) {
      throw files.failure("opened", e);
    }
  }

  private static IndexWriterConfig configuration(boolean created) {
    ConcurrentMergeScheduler merges =
        new ConcurrentMergeScheduler() {
          @Override
          protected void doMerge(MergeSource source, MergePolicy.OneMerge merge)
              throws IOException {
            BackgroundThread.giveWay();
            super.doMerge(source, merge);
          }
        };
    merges.setMaxMergesAndThreads(4, 1);
    return new IndexWriterConfig(new EnglishAnalyzer())
        .setCodec(MemoryCodec.of())
        .setMergeScheduler(merges)
        .setIndexDeletionPolicy(HeldCommit.policy())
        .setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0))
        .setOpenMode(
            created
                ? IndexWriterConfig.OpenMode.APPEND
                : IndexWriterConfig.OpenMode.CREATE_OR_APPEND);
  }

  /** Reads from the view of the last commit. */
  <T> T read(Reading<T> reading) {
    try {
      SearcherManager manager = searchers;
      IndexSearcher searcher;
      try {
        searcher = manager.acquire();
      } catch (AlreadyClosedException e) {
        if (manager == searchers) {
          throw e;
        }
        return read(reading); // Writing was begun anew meanwhile.
      }
      try {
        return reading.from(searcher);
      } finally {
        manager.release(searcher);
      }
    } catch (IOException e) {
      throw files.failure("read", e);
    }
  }

  /** Number of the last frame of the log that has been committed; 0 when none has. */
  long logged() {
    return notes.logged();
  }

  /** Commits writes that are not in the log; otherwise as {@link #commit(List, long)}. */
  List<Optional<MemoryException>> commit(List<Write> writes) {
    return commit(writes, notes.logged());
  }

  /**
   * Commits writes and makes them visible; to be called by one thread at a time.
   *
   * @param through number of the last frame of the log that is in the index then
   * @return for each write the reason why it alone was refused
   * @throws MemoryException when none was committed
   */
  List<Optional<MemoryException>> commit(List<Write> writes, long through) {
    boolean committed = false;
    try {
      IndexWriter open = writer();
      List<Optional<MemoryException>> refused = new ArrayList<>(writes.size());
      IndexSearcher view = searchers.acquire();
      try {
        Batch batch = new Batch(open, new Recall(view), vectorField, sequence);
        for (Write write : writes) {
          refused.add(attempt(batch, write));
        }
        batch.finish();
      } finally {
        searchers.release(view);
      }
      open.setLiveCommitData(notes.of(through));
      open.commit();
      notes.goOnFrom(through);
      searchers.maybeRefreshBlocking();
      committed = true;
      return refused;
    } catch (IOException e) {
      throw files.failure("written", e);
    } finally {
      if (!committed) {
        rollBack();
      }
    }
  }

  /**
   * Rewrites every segment in which something was deleted, so that nothing of it is left in the
   * files once the next commit has made that lasting. Takes as long as writing those segments;
   * commits go on meanwhile. Not to be called by a thread that may be interrupted.
   *
   * @throws MemoryException IO, also when a commit failed meanwhile or just before; it can be tried
   *     again
   */
  void expunge() {
    try {
      IndexWriter open = writer;
      if (open == null) {
        throw new IOException("a commit failed just before");
      }
      // A merge begun before the deletion would carry the deleted over and not be looked at.
      if (open.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merges) {
        merges.sync();
      }
      open.forceMergeDeletes(true);
    } catch (IOException e) {
      throw files.failure("rewritten", e);
    } catch (AlreadyClosedException e) {
      throw files.failure("rewritten", new IOException("writing was begun anew meanwhile", e));
    }
  }

  /**
   * Keeps the files of the last commit until the snapshot is closed, then runs {@code after}.
   *
   * @throws MemoryException IO
   */
  MemorySnapshot snapshot(Runnable after) {
    try {
      HeldCommit held = HeldCommit.of(writer());
      return new MemorySnapshot(files.root(), held.files(files), () -> letGo(held, after));
    } catch (IOException e) {
      throw files.failure("held still", e);
    }
  }

  private void letGo(HeldCommit held, Runnable after) {
    try {
      held.letGo();
    } catch (IOException e) {
      throw files.failure("held still", e);
    } finally {
      after.run();
    }
  }

  private static Optional<MemoryException> attempt(Batch batch, Write write) throws IOException {
    try {
      batch.add(write);
      return Optional.empty();
    } catch (MemoryException e) {
      return Optional.of(e);
    }
  }

  private IndexWriter writer() throws IOException {
    IndexWriter open = writer;
    if (open == null) {
      open = new IndexWriter(directory, configuration(true));
      writer = open; // First: a rollback closes it, whatever happens from here on.
      SearcherManager before = searchers;
      searchers = new SearcherManager(open, null);
      before.close();
    }
    return open;
  }

  private void rollBack() {
    IndexWriter failed = writer;
    writer = null;
    if (failed != null) {
      try {
        failed.rollback();
      } catch (IOException e) {
        throw files.failure("rolled back", e);
      }
    }
  }

  @Override
  public void close() {
    try (directory;
        IndexWriter open = writer;
        SearcherManager manager = searchers) {
      if (open != null && manager != null) {
        open.commit();
      }
    } catch (IOException e) {
      throw files.failure("closed", e);
    }
  }
}
