package dev.nightshift.console;

import java.time.Instant;
import java.util.List;

/** What waits in quarantine for a person. */
@FunctionalInterface
public interface ReviewList {
  /** All that waits, oldest first. */
  List<Waiting> waiting();

  /**
   * Something that waits.
   *
   * @param exchange id of the exchange
   * @param author who corrected, or else who asked
   * @param correction empty for an exchange without one
   * @param reason why it is held
   */
  record Waiting(
      String exchange,
      String author,
      String question,
      String correction,
      String reason,
      Instant at) {}
}
