package dev.nightshift.harvest;

import dev.nightshift.exchange.Feedback;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What became of one failed exchange.
 *
 * @param exchangeId the exchange
 * @param outcome what became of it
 * @param rowId the row that holds its question now; null unless kept or a duplicate
 * @param correctionId the feedback that was its correction then; null without one
 * @param correctedAt time of that correction, to the microsecond
 * @param reason why, in words for a person; may be empty
 * @param harvestedAt when
 */
public record LedgerEntry(
    String exchangeId,
    LedgerOutcome outcome,
    @Nullable String rowId,
    @Nullable String correctionId,
    @Nullable Instant correctedAt,
    String reason,
    Instant harvestedAt) {

  /** Whether the ledger saw this correction, or a later one. */
  boolean knows(Feedback correction) {
    return correction.id().equals(correctionId)
        || (correctedAt != null
            && !correction.at().truncatedTo(ChronoUnit.MICROS).isAfter(correctedAt));
  }
}
