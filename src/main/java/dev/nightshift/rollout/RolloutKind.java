package dev.nightshift.rollout;

/** What a row of the ledger is about. */
public enum RolloutKind {
  DEPLOY,
  ROLLBACK,
  DRILL
}
