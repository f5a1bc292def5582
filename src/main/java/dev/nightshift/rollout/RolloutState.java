package dev.nightshift.rollout;

/** Where a rollout stands. */
public enum RolloutState {
  /** Swapped in, not yet proven. */
  PROBATION,
  /** It passed, and was the active one from then on. */
  ACTIVE,
  /** Refused before anything was swapped. */
  REJECTED,
  /** There was nothing to take back. */
  NOTHING_TO_DO,
  /** Taken back; what was active before answers again. */
  ROLLED_BACK
}
