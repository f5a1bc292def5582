package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what of the writes that came together is new and goes into the log. Used by the
 * committing thread alone, so that "is it known?" and "log it" cannot be torn apart.
 */
final class Acknowledging {
  private static final Logger log = LoggerFactory.getLogger(Acknowledging.class);

  /** With so many bytes waiting who writes waits for the index. */
  private static final long MOST_WAITING =
      Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 16);

  private final MemoryIndex index;
  private final AheadLog written;
  private final Pending pending;
  private final Indexer indexer;
  private final Handover handover;
  private final ReentrantLock handingOver = new ReentrantLock();
  private final PerView<KnownIds> known =
      new PerView<>(searcher -> KnownIds.of(searcher.getIndexReader(), Documents.EXCHANGE_ID));

  /**
   * Logs what is new to the index.
   *
   * @param indexer makes room when too much waits for the index
   * @param handover takes what has been logged
   */
  Acknowledging(
      MemoryIndex index, AheadLog written, Pending pending, Indexer indexer, Handover handover) {
    this.indexer = indexer;
    this.handover = handover;
    this.index = index;
    this.written = written;
    this.pending = pending;
  }

  /** What of one group of writes is new, as it is being found out. */
  private static final class Gathering {
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Feedback> feedback = new ArrayList<>();
    private final Set<String> ids;
    private final Set<String> feedbackIds;

    /** Knowing what waits already. */
    Gathering(Set<String> ids, Set<String> feedbackIds) {
      this.ids = ids;
      this.feedbackIds = feedbackIds;
    }
  }

  private boolean full() {
    return pending.footprint() > MOST_WAITING;
  }

  private static int entries(List<Write> writes) {
    int entries = 0;
    for (Write write : writes) {
      entries +=
          switch (write) {
            case Write.Exchanges(List<Exchange> exchanges, var _) -> exchanges.size();
            case Write.Said(List<Feedback> feedback) -> feedback.size();
            case Write.Vectors _, Write.Erasure _ -> 0;
          };
    }
    return entries;
  }

  private static Set<String> ids(List<Write> writes) {
    Set<String> ids = new HashSet<>();
    for (Write write : writes) {
      switch (write) {
        case Write.Exchanges(List<Exchange> exchanges, var _) ->
            exchanges.forEach(one -> ids.add(one.id()));
        case Write.Said(List<Feedback> feedback) ->
            feedback.forEach(one -> ids.add(one.exchangeId()));
        case Write.Vectors _, Write.Erasure _ -> {}
      }
    }
    return ids;
  }

  private static Set<String> feedbackIds(List<Write> writes) {
    Set<String> ids = new HashSet<>();
    for (Write write : writes) {
      if (write instanceof Write.Said(List<Feedback> feedback)) {
        feedback.forEach(one -> ids.add(one.id()));
      }
    }
    return ids;
  }

  /** Does something while nothing is logged and all that was waits for the index. */
  void between(Runnable work) {
    handingOver.lock();
    try {
      work.run();
    } finally {
      handingOver.unlock();
    }
  }

  /**
   * Logs writes of exchanges and feedback; visible and on disk when it returns.
   *
   * @return for each write the reason why it alone was refused
   * @throws MemoryException IO, then none of them counts
   */
  List<Optional<MemoryException>> log(List<Write> writes) {
    if (full()) {
      indexer.makeRoom(this::full, entries(writes));
    }
    AtomicReference<List<Optional<MemoryException>>> refused = new AtomicReference<>(List.of());
    handingOver.lock();
    try {
      written.append(() -> decide(writes, refused), handover);
    } finally {
      handingOver.unlock();
    }
    return refused.get();
  }

  private News decide(List<Write> writes, AtomicReference<List<Optional<MemoryException>>> told) {
    // Before the view: what has gone from here meanwhile is in that.
    Gathering news =
        new Gathering(pending.knownOf(ids(writes)), pending.knownFeedbackOf(feedbackIds(writes)));
    told.set(
        index.read(
            searcher -> {
              Recall recall = new Recall(searcher);
              KnownIds ids = known.of(searcher);
              List<Optional<MemoryException>> each = new ArrayList<>(writes.size());
              for (Write write : writes) {
                each.add(gather(news, write, ids, recall));
              }
              return each;
            }));
    return new News(news.exchanges, news.feedback);
  }

  private static Optional<MemoryException> gather(
      Gathering news, Write write, KnownIds ids, Recall recall) throws IOException {
    switch (write) {
      case Write.Exchanges(List<Exchange> exchanges, var _) -> {
        for (Exchange one : exchanges) {
          if (!news.ids.contains(one.id()) && !ids.has(one.id())) {
            news.ids.add(one.id());
            news.exchanges.add(one);
          }
        }
      }
      case Write.Said(List<Feedback> feedback) -> {
        for (Feedback one : feedback) {
          if (!knows(news, one.exchangeId(), ids)) {
            return Optional.of(MemoryException.unknown(one.exchangeId()));
          }
        }
        for (Feedback one : feedback) {
          if (!news.feedbackIds.contains(one.id()) && !recall.knowsFeedback(one.id())) {
            news.feedbackIds.add(one.id());
            news.feedback.add(one);
          }
        }
      }
      case Write.Vectors _, Write.Erasure _ ->
          throw new IllegalArgumentException("not for the log: " + write);
    }
    return Optional.empty();
  }

  private static boolean knows(Gathering news, String exchangeId, KnownIds ids) throws IOException {
    return news.ids.contains(exchangeId) || ids.has(exchangeId);
  }

  /**
   * Brings into the index what was acknowledged before and did not get there. Vectors come later.
   *
   * @throws MemoryException IO or CORRUPT
   */
  static void recover(MemoryIndex index, WriteLog written, Path directory) {
    List<Frame> frames = WriteLog.after(index.logged(), directory);
    if (!frames.isEmpty()) {
      List<Write> writes = new ArrayList<>();
      for (Frame frame : frames) {
        frame.exchanges().forEach(one -> writes.add(Write.of(one, null)));
        frame.feedback().forEach(one -> writes.add(new Write.Said(List.of(one))));
      }
      FrameCommit.commit(index, writes, frames.getLast().number());
      log.info(
          "{} exchanges and {} pieces of feedback that were only in the log are in the index now",
          frames.stream().mapToInt(frame -> frame.exchanges().size()).sum(),
          frames.stream().mapToInt(frame -> frame.feedback().size()).sum());
    }
    written.release(index.logged());
  }
}
