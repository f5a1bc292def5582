package dev.nightshift.rollout;

import java.time.Duration;

/**
 * What became of one probe.
 *
 * @param probe what was asked
 * @param ending how it ended
 * @param text the reply, or what went wrong
 * @param confidence of the reply, 0 to 1
 * @param adapter who answered; empty when nobody did
 * @param tokens tokens of the reply; 0 when unknown
 * @param latency as the backend measured it; until the failure when there was one
 */
record ProbeReply(
    Probe probe,
    Ending ending,
    String text,
    double confidence,
    String adapter,
    int tokens,
    Duration latency) {
  /** How a probe can end. */
  enum Ending {
    ANSWERED,
    /** The queue was full: users come first, and nothing is known of the adapter. */
    BUSY,
    /** No reply: too late, or the backend failed. */
    FAILED,
    /** The backend says that the adapter cannot be used. */
    UNUSABLE
  }

  boolean answered() {
    return ending == Ending.ANSWERED;
  }
}
