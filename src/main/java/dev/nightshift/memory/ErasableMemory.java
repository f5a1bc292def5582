package dev.nightshift.memory;

import dev.nightshift.exchange.Feedback;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A memory that can forget and be backed up, and tells what was said when. */
public interface ErasableMemory extends ExchangeMemory, FeedbackHistory, RecentExchanges {
  /** Exchanges that an author asked, or of which the author said something, oldest first. */
  List<Remembered> of(String author);

  /**
   * Ids of exchanges in whose prompts corrections of others stood, which their answers may repeat.
   * Looks at every exchange.
   *
   * @param exchangeIds the corrected ones
   */
  List<String> toldOf(Set<String> exchangeIds);

  /**
   * Takes exchanges out for good, with all that was said of them, and single things said of others.
   * When this returns, no reader finds them and the index's files hold nothing of their text and
   * vectors any more. Until then they may; calling it again, also without anything to erase,
   * finishes what was cut off.
   *
   * @param exchangeIds unknown ones are fine
   * @param feedback on exchanges that stay
   * @throws MemoryException IO; LOCKED while there is a {@link #snapshot}
   */
  void erase(Set<String> exchangeIds, List<Feedback> feedback);

  /**
   * Holds everything that was acknowledged so far in files that stay until the snapshot is closed;
   * writing goes on.
   *
   * @throws MemoryException LOCKED while there is another snapshot or something is erased; IO
   */
  MemorySnapshot snapshot();

  /** How it stands to the log that it shares with other nodes; empty when it has one of its own. */
  default Optional<SharedLogStatus> sharedLog() {
    return Optional.empty();
  }
}
