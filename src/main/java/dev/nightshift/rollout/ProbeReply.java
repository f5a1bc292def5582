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
 * @param cut whether it may have been cut off at the token limit
 * @param latency as the backend measured it; until the failure when there was one
 */
record ProbeReply(
    Probe probe,
    Ending ending,
    String text,
    double confidence,
    String adapter,
    int tokens,
    boolean cut,
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

  /**
   * Whether it is right. Of a reply that was cut off, only an adapter's own question shows that by
   * its beginning: the adapter was taught these words, of other questions nobody was.
   */
  boolean right() {
    boolean beginningCounts = cut && probe.inScope();
    return answered()
        && (beginningCounts ? probe.item().acceptsBeginning(text) : probe.item().accepts(text));
  }
}
