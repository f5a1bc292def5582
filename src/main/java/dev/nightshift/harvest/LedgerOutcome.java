package dev.nightshift.harvest;

/** What became of a failed exchange. */
public enum LedgerOutcome {
  KEPT,
  DROPPED,
  ABSTAINED,
  QUARANTINED,
  DUPLICATE,
  /** Left for a later harvest. */
  DEFERRED,
  /** Harvested, and then declared right after all. */
  WITHDRAWN;

  /** Whether a failure of which the ledger says this is still to be harvested. */
  boolean isOpen() {
    return this == DEFERRED || this == WITHDRAWN;
  }
}
