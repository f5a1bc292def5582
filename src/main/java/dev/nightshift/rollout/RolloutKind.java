package dev.nightshift.rollout;

/** What a row of the ledger is about. */
enum RolloutKind {
  DEPLOY,
  ROLLBACK,
  DRILL
}
