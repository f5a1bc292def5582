package dev.nightshift.coderuns;

/** How a run stands. */
public enum RunState {
  /** Waits for its turn. */
  QUEUED,
  RUNNING,
  /** A program passes everything. */
  SOLVED,
  /** None does, and the budget is spent. */
  UNSOLVED,
  /** It could not go on; the problem says why. */
  FAILED,
  /** Somebody ended it. */
  CANCELLED;

  /** Whether nothing more will happen. */
  public boolean over() {
    return this != QUEUED && this != RUNNING;
  }
}
