package dev.nightshift.memory;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.home.ProcessLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory in a Lucene index; see the package's description for how it is laid out. */
public final class LuceneMemory implements ErasableMemory {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneMemory.class);

  private final Embedder embedder;
  private final ProcessLock lock;
  private final MemoryIndex index;
  private final AheadLog log;
  private final Pending pending = new Pending();
  private final Acknowledging acknowledging;
  private final Indexer indexer;
  private final Recording recording;
  private final Snapshots snapshots;
  private final Optional<Follower> follower;
  private final SimilarQuestions similar;
  private final SimilarQuestions corrected;
  private final PerView<Boolean> anyCorrected =
      new PerView<>(searcher -> new Recall(searcher).hasCorrected());

  private LuceneMemory(
      Embedder embedder,
      ProcessLock lock,
      MemoryIndex index,
      AheadLog log,
      IndexFiles files,
      MemorySettings settings) {
    String field = field(embedder);
    this.embedder = embedder;
    this.lock = lock;
    this.index = index;
    this.log = log;
    this.indexer = new Indexer(index, log, pending, embedder, field);
    this.snapshots = new Snapshots(index, indexer);
    Expunging expunging = new Expunging(index, indexer);
    Arrivals arrivals = new Arrivals(pending, indexer, expunging);
    this.acknowledging = new Acknowledging(index, log, pending, indexer, arrivals);
    this.similar = SimilarQuestions.asked(field, settings.candidates());
    this.corrected = SimilarQuestions.corrected(field, settings.candidates());
    this.follower =
        switch (log) {
          case WriteLog _ -> Optional.empty();
          case SharedLog shared -> {
            index.notes().noting(through -> expunging.notes(shared.notes(through)));
            yield orClose(
                indexer::close,
                () ->
                    Optional.of(
                        Follower.start(
                            shared, arrivals, expunging, snapshots, index, files, settings)));
          }
        };
    this.recording =
        new Recording(embedder, indexer, acknowledging, settings, follower.isPresent());
  }

  private static String field(Embedder embedder) {
    return "vector:" + embedder.id() + ":" + embedder.dimension();
  }

  /**
   * Opens a memory of its own for reading and writing, or makes an empty one. What was acknowledged
   * before the end of a process and had not come into the index is brought there first.
   *
   * @param directory made if missing
   * @param embedder vectors of another embedder stay in the index but are not compared; such
   *     exchanges are found by their words only
   * @throws MemoryException LOCKED when another process has it open, CORRUPT when its files are
   *     damaged or lost, DETACHED when it shares a log, IO when they cannot be read or made
   */
  public static LuceneMemory open(Path directory, Embedder embedder, MemorySettings settings) {
    return open(directory, embedder, settings, LogOpening::own);
  }

  /**
   * The same for one that shares its log with other nodes. Takes over first what they have recorded
   * meanwhile.
   *
   * @throws MemoryException as the other; DETACHED when the memory does not fit the log; IO when
   *     the database cannot be used
   */
  public static LuceneMemory open(
      Path directory, Embedder embedder, MemorySettings settings, SharedDatabase database) {
    return open(directory, embedder, settings, LogOpening.shared(database));
  }

  private static LuceneMemory open(
      Path directory, Embedder embedder, MemorySettings settings, LogOpening log) {
    IndexFiles files = new IndexFiles(directory.toAbsolutePath().normalize());
    String field = field(embedder);
    ProcessLock lock = files.lockForWriting();
    LuceneMemory memory =
        orClose(
            lock::close,
            () -> {
              MemoryIndex index = MemoryIndex.open(files, field, settings.verifyOnOpen());
              return orClose(
                  index::close,
                  () ->
                      new LuceneMemory(
                          embedder, lock, index, log.open(files, index), files, settings));
            });
    return orClose(
        memory::close,
        () -> {
          CorrectionVectors.add(memory.index, memory.indexer, embedder, field, Recording.CHUNK);
          return memory;
        });
  }

  /** Goes on with what has been opened, and closes it when that fails. */
  private static <T> T orClose(Runnable close, Supplier<T> next) {
    boolean opened = false;
    try {
      T made = next.get();
      opened = true;
      return made;
    } finally {
      if (!opened) {
        close.run();
      }
    }
  }

  /**
   * {@inheritDoc} A long list is committed in parts; when it fails, the first parts may be in, and
   * recording the list again adds the rest. In a shared log its parts are frames, and vectors come
   * later.
   */
  @Override
  public void record(List<Exchange> exchanges) {
    recording.exchanges(exchanges);
  }

  @Override
  public void record(Feedback feedback) {
    recordAll(List.of(feedback));
  }

  /** {@inheritDoc} Committed in parts, as exchanges are. */
  @Override
  public void recordAll(List<Feedback> feedback) {
    recording.feedback(feedback);
  }

  @Override
  public Optional<Remembered> find(String id) {
    Optional<Remembered> known = look(id);
    if (known.isEmpty() && follower.isPresent()) {
      follower.get().catchUp(); // Another node may have given that answer a moment ago.
      known = look(id);
    }
    return known;
  }

  private Optional<Remembered> look(String id) {
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
    return index.read(anyCorrected::of) ? search(corrected, question, k) : List.of();
  }

  private void prepareSearch(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1: " + k);
    }
    if (pending.saysAnything()) {
      indexer.settleIfPossible();
    }
  }

  private List<Match> search(SimilarQuestions among, String question, int k) {
    float[] vector = embedder.embed(question);
    return index.read(searcher -> among.find(searcher, question, vector, k));
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
  public void each(Window window, Consumer<Remembered> taker) {
    settled(searcher -> new Recall(searcher).each(window, taker));
  }

  @Override
  public Counts counts() {
    indexer.settleIfPossible();
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
    Write.Erasure erasure = Write.Erasure.of(exchangeIds, feedback);
    snapshots.erase(
        () -> {
          switch (log) {
            case WriteLog own -> {
              acknowledging.between(own::end);
              indexer.settle();
              own.release(index.logged());
              indexer.write(erasure);
              Uninterrupted.run("memory-expunge", index::expunge);
              indexer.write(new Write.Erasure(Set.of(), Map.of()));
            }
            case SharedLog _ -> follower.orElseThrow().erase(erasure);
          }
        });
  }

  @Override
  public Optional<SharedLogStatus> sharedLog() {
    return follower.map(Follower::status);
  }

  /** Brings what waits into the index and gives the memory back to other processes. */
  @Override
  public void close() {
    try (lock;
        index;
        log;
        indexer;
        Follower following = follower.orElse(null);
        recording) {
      // Closed in reverse: nothing is logged after the log is closed.
      LOG.debug("closes the memory, {} a shared log", following == null ? "without" : "with");
    }
  }
}
