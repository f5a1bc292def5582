package dev.nightshift.harvest;

/** What became of a failed exchange. */
public enum LedgerOutcome {
  KEPT,
  DROPPED,
  ABSTAINED,
  QUARANTINED,
  DUPLICATE
}
