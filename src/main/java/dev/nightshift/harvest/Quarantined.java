package dev.nightshift.harvest;

import dev.nightshift.quarantine.Ruling;
import java.time.Instant;
import java.util.Comparator;

/**
 * Something in quarantine.
 *
 * @param exchangeId the exchange
 * @param correctionId the correction that is meant; empty when the exchange has none
 * @param author who corrected, or else who asked
 * @param question without secrets
 * @param correction without secrets; empty when there is none
 * @param reason why it was set aside
 * @param at when it was set aside, or ruled about
 * @param state what holds
 */
public record Quarantined(
    String exchangeId,
    String correctionId,
    String author,
    String question,
    String correction,
    String reason,
    Instant at,
    Ruling.State state) {
  static final Comparator<Quarantined> OLDEST_FIRST =
      Comparator.comparing(Quarantined::at).thenComparing(Quarantined::exchangeId);

  boolean isOf(String exchange) {
    return exchangeId.equals(exchange);
  }

  Quarantined ruled(Ruling.State by) {
    return new Quarantined(exchangeId, correctionId, author, question, correction, reason, at, by);
  }
}
