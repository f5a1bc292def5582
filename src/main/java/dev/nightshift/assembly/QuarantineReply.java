package dev.nightshift.assembly;

import dev.nightshift.harvest.Quarantined;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in quarantine, or what was ruled about it.
 *
 * @param state LISTED, RELEASED or DROPPED
 * @param entries what was asked for; oldest first
 */
public record QuarantineReply(String state, List<Entry> entries) implements Reply {
  public QuarantineReply {
    entries = List.copyOf(entries);
  }

  /**
   * Something in quarantine.
   *
   * @param id of the exchange
   * @param correctionId the correction that is meant, null for an exchange without one
   * @param author who corrected, or else who asked
   * @param correction null when there is none
   * @param state HELD, RELEASED or DROPPED
   */
  public record Entry(
      String id,
      @Nullable String correctionId,
      String author,
      String question,
      @Nullable String correction,
      String reason,
      Instant at,
      String state) {
    static Entry of(Quarantined one) {
      return new Entry(
          one.exchangeId(),
          one.correctionId().isEmpty() ? null : one.correctionId(),
          one.author(),
          one.question(),
          one.correction().isEmpty() ? null : one.correction(),
          one.reason(),
          one.at(),
          one.state().name());
    }
  }
}
