package dev.nightshift.memory;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The memory in a Lucene index; see the package's description for how it is laid out. */
public final class LuceneMemory implements ErasableMemory {
  /** Exchanges in one commit of a long list, so that their vectors fit in memory (8 MB). */
  private static final int CHUNK = 5000;

  private static final int MAX_ID = 512;

  private final Embedder embedder;
  private final ProcessLock lock;
  private final MemoryIndex index;
  private final GroupCommit commits;
  private final SimilarQuestions similar;
  private final SimilarQuestions corrected;

  private LuceneMemory(
      Embedder embedder,
      ProcessLock lock,
      MemoryIndex index,
      String field,
      MemorySettings settings) {
    this.embedder = embedder;
    this.lock = lock;
    this.index = index;
    this.commits = new GroupCommit(index::commit, settings.batch());
    this.similar = SimilarQuestions.asked(field, settings.candidates());
    this.corrected = SimilarQuestions.corrected(field, settings.candidates());
  }

  /**
   * Opens a memory for reading and writing, or makes an empty one.
   *
   * @param directory made if missing
   * @param embedder vectors of another embedder stay in the index but are not compared; such
   *     exchanges are found by their words only
   * @throws MemoryException LOCKED when another process has it open, CORRUPT when its files are
   *     damaged or lost, IO when they cannot be read or made
   */
  public static LuceneMemory open(Path directory, Embedder embedder, MemorySettings settings) {
    IndexFiles files = new IndexFiles(directory.toAbsolutePath().normalize());
    ProcessLock lock = lock(files);
    boolean opened = false;
    try {
      String field = "vector:" + embedder.id() + ":" + embedder.dimension();
      MemoryIndex index = MemoryIndex.open(files, field, settings.verifyOnOpen());
      LuceneMemory memory = new LuceneMemory(embedder, lock, index, field, settings);
      opened = true;
      return memory.withCorrectionsFound(field);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /**
   * Lets corrections be found that were recorded with another embedder, or by a version of this
   * program that did not search for them.
   */
  private LuceneMemory withCorrectionsFound(String field) {
    boolean found = false;
    try {
      findCorrections(field);
      found = true;
      return this;
    } finally {
      if (!found) {
        close();
      }
    }
  }

  private void findCorrections(String field) {
    List<Remembered> missing = index.read(searcher -> new Recall(searcher).correctedWithout(field));
    for (int from = 0; from < missing.size(); from += CHUNK) {
      List<Exchange> some =
          missing.subList(from, Math.min(missing.size(), from + CHUNK)).stream()
              .map(Remembered::exchange)
              .toList();
      commits.write(
          new Write.Vectors(
              some.stream().map(Exchange::id).toList(),
              embedder.embedAll(some.stream().map(Exchange::question).toList())));
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
   * {@inheritDoc}
   *
   * <p>A long list is committed in parts; when it fails, the first parts may be in, and recording
   * the list again adds the rest.
   */
  @Override
  public void record(List<Exchange> exchanges) {
    exchanges.forEach(exchange -> requireUsable(exchange.id()));
    for (int from = 0; from < exchanges.size(); from += CHUNK) {
      List<Exchange> some =
          List.copyOf(exchanges.subList(from, Math.min(exchanges.size(), from + CHUNK)));
      List<float[]> vectors = embedder.embedAll(some.stream().map(Exchange::question).toList());
      commits.write(new Write.Exchanges(some, vectors));
    }
  }

  @Override
  public void record(Feedback feedback) {
    recordAll(List.of(feedback));
  }

  /** {@inheritDoc} Committed in parts, as exchanges are. */
  @Override
  public void recordAll(List<Feedback> feedback) {
    feedback.forEach(one -> requireUsable(one.id()));
    for (int from = 0; from < feedback.size(); from += CHUNK) {
      int to = Math.min(feedback.size(), from + CHUNK);
      commits.write(new Write.Said(feedback.subList(from, to)));
    }
  }

  private static void requireUsable(String id) {
    if (id.isBlank() || id.length() > MAX_ID) {
      throw new IllegalArgumentException("an id must have 1 to " + MAX_ID + " characters: " + id);
    }
  }

  @Override
  public Optional<Remembered> find(String id) {
    return index.read(searcher -> new Recall(searcher).find(id));
  }

  @Override
  public List<Match> similar(String question, int k) {
    return search(similar, question, k);
  }

  @Override
  public List<Match> corrected(String question, int k) {
    return search(corrected, question, k);
  }

  private List<Match> search(SimilarQuestions among, String question, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1: " + k);
    }
    float[] vector = embedder.embed(question);
    return index.read(searcher -> among.find(searcher, question, vector, k));
  }

  @Override
  public List<Remembered> failures(Window window) {
    return index.read(searcher -> new Recall(searcher).failures(window));
  }

  @Override
  public List<Remembered> successes(int limit) {
    return index.read(searcher -> new Recall(searcher).successes(limit));
  }

  @Override
  public Counts counts() {
    return index.read(searcher -> new Recall(searcher).counts());
  }

  @Override
  public List<Remembered> of(String author) {
    return index.read(searcher -> new Recall(searcher).of(author));
  }

  @Override
  public List<Feedback> corrections(Window window, int most) {
    return index.read(searcher -> new Recall(searcher).corrections(window, most));
  }

  @Override
  public List<String> toldOf(Set<String> exchangeIds) {
    return index.read(searcher -> new ToldCorrections(searcher).of(exchangeIds));
  }

  @Override
  public void erase(Set<String> exchangeIds, List<Feedback> feedback) {
    commits.write(new Write.Erasure(exchangeIds, feedback));
    Uninterrupted.run("memory-expunge", index::expunge);
    // The committing thread alone commits, so that no half batch becomes lasting.
    commits.write(new Write.Erasure(Set.of(), List.of()));
  }

  /** Commits what waits and gives the memory back to other processes. */
  @Override
  public void close() {
    try (lock;
        index;
        commits) {
      // Closed in reverse: nothing is committed after the index is closed.
    }
  }
}
