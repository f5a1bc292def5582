package dev.nightshift.memory;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.EmbeddingException;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory in a Lucene index; see the package's description for how it is laid out. */
public final class LuceneMemory implements ErasableMemory {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneMemory.class);

  /** A longer list is an import, which goes into the index at once. */
  private static final int SHORT = 64;

  /** Exchanges in one commit of a long list, so that their vectors fit in memory (8 MB). */
  private static final int CHUNK = 5000;

  private final Embedder embedder;
  private final ProcessLock lock;
  private final MemoryIndex index;
  private final WriteLog log;
  private final Pending pending = new Pending();
  private final Acknowledging acknowledging;
  private final Indexer indexer;
  private final GroupCommit commits;
  private final Snapshots snapshots;
  private final SimilarQuestions similar;
  private final SimilarQuestions corrected;

  private LuceneMemory(
      Embedder embedder,
      ProcessLock lock,
      MemoryIndex index,
      WriteLog log,
      String field,
      MemorySettings settings) {
    this.embedder = embedder;
    this.lock = lock;
    this.index = index;
    this.log = log;
    this.indexer = new Indexer(index, log, pending, embedder, field);
    this.acknowledging = new Acknowledging(index, log, pending, indexer);
    this.commits = new GroupCommit(acknowledging::log, settings.batch());
    this.snapshots = new Snapshots(index, indexer);
    this.similar = SimilarQuestions.asked(field, settings.candidates());
    this.corrected = SimilarQuestions.corrected(field, settings.candidates());
  }

  /**
   * Opens a memory for reading and writing, or makes an empty one. What was acknowledged before the
   * end of a process and had not come into the index is brought there first.
   *
   * @param directory made if missing
   * @param embedder vectors of another embedder stay in the index but are not compared; such
   *     exchanges are found by their words only
   * @throws MemoryException LOCKED when another process has it open, CORRUPT when its files are
   *     damaged or lost, IO when they cannot be read or made
   */
  public static LuceneMemory open(Path directory, Embedder embedder, MemorySettings settings) {
    IndexFiles files = new IndexFiles(directory.toAbsolutePath().normalize());
    String field = "vector:" + embedder.id() + ":" + embedder.dimension();
    ProcessLock lock = lock(files);
    LuceneMemory memory =
        orClose(
            lock::close,
            () -> {
              MemoryIndex index = MemoryIndex.open(files, field, settings.verifyOnOpen());
              return orClose(
                  index::close,
                  () -> {
                    WriteLog log = WriteLog.open(files.log(), index.logged());
                    Acknowledging.recover(index, log, files.log());
                    return new LuceneMemory(embedder, lock, index, log, field, settings);
                  });
            });
    return orClose(
        memory::close,
        () -> {
          memory.findCorrections(field);
          return memory;
        });
  }

  /** Goes on with what has been opened, and closes it when that fails. */
  private static LuceneMemory orClose(Runnable close, Supplier<LuceneMemory> next) {
    boolean opened = false;
    try {
      LuceneMemory memory = next.get();
      opened = true;
      return memory;
    } finally {
      if (!opened) {
        close.run();
      }
    }
  }

  /** Lets corrections be found that were recorded with another embedder, or by older versions. */
  private void findCorrections(String field) {
    List<Remembered> missing = index.read(searcher -> new Recall(searcher).correctedWithout(field));
    try {
      for (int from = 0; from < missing.size(); from += CHUNK) {
        List<Exchange> some =
            missing.subList(from, Math.min(missing.size(), from + CHUNK)).stream()
                .map(Remembered::exchange)
                .toList();
        indexer.write(
            new Write.Vectors(
                some.stream().map(Exchange::id).toList(),
                embedder.embedAll(some.stream().map(Exchange::question).toList())));
      }
    } catch (EmbeddingException e) {
      LOG.error("{} corrections are found by their words alone for now", missing.size(), e);
    }
  }

  private static ProcessLock lock(IndexFiles files) {
    try {
      return ProcessLock.acquire(files.lock(), "writing the memory");
    } catch (HomeException e) {
      throw switch (e.code()) {
        case LOCKED ->
            new MemoryException(
                MemoryException.Code.LOCKED,
                "the memory is open elsewhere: "
                    + e.getMessage()
                    + "; stop that process, or let it do this through its HTTP interface",
                e);
        case IO -> new MemoryException(MemoryException.Code.IO, String.valueOf(e.getMessage()), e);
      };
    }
  }

  /**
   * {@inheritDoc} A long list is committed in parts; when it fails, the first parts may be in, and
   * recording the list again adds the rest.
   */
  @Override
  public void record(List<Exchange> exchanges) {
    exchanges.forEach(Keywords::requireUsable);
    if (exchanges.size() <= SHORT) {
      commits.write(
          new Write.Exchanges(List.copyOf(exchanges), Collections.nCopies(exchanges.size(), null)));
      return;
    }
    for (int from = 0; from < exchanges.size(); from += CHUNK) {
      List<Exchange> some =
          List.copyOf(exchanges.subList(from, Math.min(exchanges.size(), from + CHUNK)));
      List<float[]> vectors = embedder.embedAll(some.stream().map(Exchange::question).toList());
      indexer.write(new Write.Exchanges(some, vectors));
    }
  }

  @Override
  public void record(Feedback feedback) {
    recordAll(List.of(feedback));
  }

  /** {@inheritDoc} Committed in parts, as exchanges are. */
  @Override
  public void recordAll(List<Feedback> feedback) {
    feedback.forEach(Keywords::requireUsable);
    for (int from = 0; from < feedback.size(); from += CHUNK) {
      int to = Math.min(feedback.size(), from + CHUNK);
      commits.write(new Write.Said(feedback.subList(from, to)));
    }
  }

  @Override
  public Optional<Remembered> find(String id) {
    Pending.Part part = pending.of(id);
    Optional<Remembered> committed =
        part.exchange() == null
            ? index.read(searcher -> new Recall(searcher).find(id))
            : Optional.of(new Remembered(part.exchange(), List.of()));
    return committed.map(known -> known.with(part.feedback()));
  }

  @Override
  public List<Match> similar(String question, int k) {
    prepareSearch(k);
    return search(similar, question, k);
  }

  @Override
  public List<Match> corrected(String question, int k) {
    prepareSearch(k);
    boolean any = index.read(searcher -> new Recall(searcher).hasCorrected());
    return any ? search(corrected, question, k) : List.of();
  }

  private void prepareSearch(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1: " + k);
    }
    if (pending.saysAnything()) {
      settleIfPossible();
    }
  }

  private List<Match> search(SimilarQuestions among, String question, int k) {
    float[] vector = embedder.embed(question);
    return index.read(searcher -> among.find(searcher, question, vector, k));
  }

  /** A disk that is full is no reason not to read what the index has. */
  private void settleIfPossible() {
    try {
      indexer.settle();
    } catch (MemoryException e) {
      if (e.code() != MemoryException.Code.IO) {
        throw e;
      }
      LOG.warn("read without what was recorded last: {}", e.getMessage());
    }
  }

  /** Reads all that was acknowledged. */
  private <T> T settled(MemoryIndex.Reading<T> reading) {
    indexer.settle();
    return index.read(reading);
  }

  @Override
  public List<Remembered> failures(Window window) {
    return settled(searcher -> new Recall(searcher).failures(window));
  }

  @Override
  public List<Remembered> successes(int limit) {
    return settled(searcher -> new Recall(searcher).successes(limit));
  }

  @Override
  public List<Remembered> newest(Standing which, Window window, int skip, int limit) {
    return settled(searcher -> new Recall(searcher).newest(which, window, skip, limit));
  }

  @Override
  public Counts counts() {
    settleIfPossible();
    return index.read(searcher -> new Recall(searcher).counts());
  }

  @Override
  public List<Remembered> of(String author) {
    return settled(searcher -> new Recall(searcher).of(author));
  }

  @Override
  public List<Feedback> corrections(Window window, int most) {
    return settled(searcher -> new Recall(searcher).corrections(window, most));
  }

  @Override
  public List<String> toldOf(Set<String> exchangeIds) {
    return settled(searcher -> new ToldCorrections(searcher).of(exchangeIds));
  }

  @Override
  public MemorySnapshot snapshot() {
    return snapshots.take();
  }

  @Override
  public void erase(Set<String> exchangeIds, List<Feedback> feedback) {
    snapshots.erase(
        () -> {
          acknowledging.endFile();
          indexer.settle();
          log.release(index.logged());
          indexer.write(new Write.Erasure(exchangeIds, feedback));
          Uninterrupted.run("memory-expunge", index::expunge);
          indexer.write(new Write.Erasure(Set.of(), List.of()));
        });
  }

  /** Brings what waits into the index and gives the memory back to other processes. */
  @Override
  public void close() {
    try (lock;
        index;
        log;
        indexer;
        commits) {
      // Closed in reverse: nothing is logged after the log is closed.
    }
  }
}
