package dev.nightshift.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What users' requests met recently. */
@FunctionalInterface
public interface LiveTraffic {
  /** Every request that ended at or after that time, in any order. */
  List<Observation> since(Instant from);

  /** A pipeline that nobody uses at the moment. */
  static LiveTraffic none() {
    return from -> List.of();
  }

  /**
   * One request of a user.
   *
   * @param at when it ended
   * @param adapter the version that answered, or {@code base}; empty when none did
   * @param ending how it ended
   * @param latency until it ended
   */
  record Observation(Instant at, String adapter, Ending ending, Duration latency) {}

  /** How a request ended. */
  enum Ending {
    /** Answered; nobody said whether right. */
    ANSWERED,
    /** Answered likewise, to a prompt with corrections; such a one takes longer than a probe. */
    INFORMED,
    /** Answered, and a person or a verifier says right. */
    RIGHT,
    /** Answered, and a person or a verifier says wrong. */
    WRONG,
    /** Not answered, by a fault of ours. */
    FAILED
  }
}
