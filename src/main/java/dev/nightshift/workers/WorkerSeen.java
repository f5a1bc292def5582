package dev.nightshift.workers;

import java.time.Instant;

/**
 * A process that helps, as it was last seen.
 *
 * @param name its name
 * @param owner tells the process from every other, on every machine
 * @param fingerprint of its council
 * @param state what it is doing
 * @param doing the same for people
 * @param decided questions it has decided since it began
 * @param beganAt when it began
 * @param seenAt when it last said that it lives; in time when it is in a list of those who do
 */
public record WorkerSeen(
    String name,
    String owner,
    String fingerprint,
    State state,
    String doing,
    long decided,
    Instant beganAt,
    Instant seenAt) {
  /** What a worker is doing. */
  public enum State {
    /** Waits for work. */
    IDLE,
    /** Works. */
    WORKS,
    /** There is work only for other councils than its own. */
    REFUSED
  }
}
