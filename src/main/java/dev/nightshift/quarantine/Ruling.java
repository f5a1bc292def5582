package dev.nightshift.quarantine;

import java.time.Instant;

/**
 * What holds for one correction, or for an exchange as it was answered.
 *
 * @param exchangeId the exchange
 * @param correctionId the feedback that it is about; empty for an exchange without a correction
 * @param state what holds
 * @param reason why it was held, in words for a person
 * @param at when that was decided
 */
public record Ruling(
    String exchangeId, String correctionId, State state, String reason, Instant at) {
  /** What holds. */
  public enum State {
    /** Waits for a person. */
    HELD,
    /** A person let it through, whatever the rules say. */
    RELEASED,
    /** A person wants nothing of it. */
    DROPPED
  }

  public Ruling {
    if (exchangeId.isBlank()) {
      throw new IllegalArgumentException("a ruling needs an exchange");
    }
  }
}
