package dev.nightshift.serving;

/**
 * How many requests wait for their turn.
 *
 * @param waiting now
 * @param most that may wait; one more is refused
 */
public record QueueLoad(int waiting, int most) {
  /** Whether the next request would be refused. */
  public boolean full() {
    return waiting >= most;
  }
}
