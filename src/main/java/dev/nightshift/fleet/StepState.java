package dev.nightshift.fleet;

/** Where a node stands in a rollout over all nodes. */
public enum StepState {
  /** Not its turn yet. */
  WAITING,
  /** It is to try the adapter. */
  ORDERED,
  /** It tries it. */
  RUNNING,
  /** It kept it. */
  ACTIVE,
  /** It refused it before anything was swapped. */
  REJECTED,
  /** It took it back by itself. */
  ROLLED_BACK,
  /** It was away when its turn came, and does it when it returns. */
  AWAY,
  /** It never was its turn, because the rollout ended before. */
  SKIPPED,
  /** It is to go back to what it had. */
  BACK_ORDERED,
  /** It goes back. */
  BACK_RUNNING,
  /** It has what it had. */
  BACK,
  /** It could not go back to what it had; its reason says what it has. */
  BACK_FAILED;

  /** Whether the node found the adapter wanting. */
  boolean refused() {
    return this == REJECTED || this == ROLLED_BACK;
  }

  /** Whether the node is to do something now, or does. */
  boolean open() {
    return this == ORDERED || this == RUNNING || returning();
  }

  /** Whether the node is to go back, or does. */
  boolean returning() {
    return this == BACK_ORDERED || this == BACK_RUNNING;
  }
}
