package dev.nightshift.corpus;

import java.time.Instant;

/**
 * What one harvest run did, as its manifest tells it.
 *
 * @param from start of the window
 * @param until end of the window, exclusive
 * @param at when it ran
 * @param failures failed exchanges looked at
 * @param kept rows kept
 * @param corrections kept rows that are a person's corrections
 * @param dropped rows under the quality threshold
 * @param abstained questions the council did not agree on
 * @param quarantined rows set aside as dangerous
 * @param duplicates exchanges whose question had a row already
 * @param deferred questions left for a later harvest
 * @param redactions secrets and personal data replaced
 */
public record RunRecord(
    Instant from,
    Instant until,
    Instant at,
    int failures,
    int kept,
    int corrections,
    int dropped,
    int abstained,
    int quarantined,
    int duplicates,
    int deferred,
    int redactions) {}
