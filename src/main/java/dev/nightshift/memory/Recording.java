package dev.nightshift.memory;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.util.Collections;
import java.util.List;

/** How exchanges and feedback are recorded: short lists together, long ones in parts. */
final class Recording implements AutoCloseable {
  /** A longer list is an import. */
  private static final int SHORT = 64;

  /** Entries in one commit of a long list, so that their vectors fit in memory (8 MB). */
  static final int CHUNK = 5000;

  /** Characters of a long list's exchanges in one frame of a shared log. */
  private static final int FRAME_CHARACTERS = 500_000;

  private final Embedder embedder;
  private final Indexer indexer;
  private final GroupCommit commits;
  private final boolean shared;

  /**
   * Records by way of the log.
   *
   * @param shared whether long lists go that way too, because others follow it
   */
  Recording(
      Embedder embedder,
      Indexer indexer,
      Acknowledging acknowledging,
      MemorySettings settings,
      boolean shared) {
    this.embedder = embedder;
    this.indexer = indexer;
    this.commits = new GroupCommit(acknowledging::log, settings.batch());
    this.shared = shared;
  }

  void exchanges(List<Exchange> exchanges) {
    exchanges.forEach(Keywords::requireUsable);
    if (exchanges.size() <= SHORT) {
      together(exchanges);
    } else if (shared) {
      Parts.of(exchanges, FRAME_CHARACTERS).forEach(this::together);
    } else {
      for (int from = 0; from < exchanges.size(); from += CHUNK) {
        pastTheLog(exchanges.subList(from, Math.min(exchanges.size(), from + CHUNK)));
      }
    }
  }

  private void together(List<Exchange> exchanges) {
    commits.write(
        new Write.Exchanges(List.copyOf(exchanges), Collections.nCopies(exchanges.size(), null)));
  }

  private void pastTheLog(List<Exchange> exchanges) {
    List<float[]> vectors = embedder.embedAll(exchanges.stream().map(Exchange::question).toList());
    indexer.write(new Write.Exchanges(List.copyOf(exchanges), vectors));
  }

  void feedback(List<Feedback> feedback) {
    feedback.forEach(Keywords::requireUsable);
    for (int from = 0; from < feedback.size(); from += CHUNK) {
      int to = Math.min(feedback.size(), from + CHUNK);
      commits.write(new Write.Said(feedback.subList(from, to)));
    }
  }

  /** Records what waits, and takes nothing more. */
  @Override
  public void close() {
    commits.close();
  }
}
