package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** When a request must end unfinished. Asked before every token, by the engine's thread. */
final class Limits {
  private final Duration timeout;
  private final BooleanSupplier cancelled;
  private volatile boolean abandoned;
  private volatile boolean begun;
  private volatile long deadline;

  Limits(Duration timeout, BooleanSupplier cancelled) {
    this(timeout, cancelled, true);
  }

  private Limits(Duration timeout, BooleanSupplier cancelled, boolean begun) {
    this.deadline = System.nanoTime() + timeout.toNanos();
    this.timeout = timeout;
    this.cancelled = cancelled;
    this.begun = begun;
  }

  /** Limits whose time runs from {@link #begin} on. */
  static Limits later(Duration timeout, BooleanSupplier cancelled) {
    return new Limits(timeout, cancelled, false);
  }

  /** Starts the time, if it does not run yet. */
  void begin() {
    if (!begun) {
      deadline = System.nanoTime() + timeout.toNanos();
      begun = true;
    }
  }

  /** Nobody waits for the result any more. */
  void abandon() {
    abandoned = true;
  }

  /** Throws TIMEOUT or CANCELLED when it is time. */
  void check() {
    if (abandoned || cancelled.getAsBoolean()) {
      throw new EngineException(Code.CANCELLED, "the request was cancelled");
    }
    if (begun && System.nanoTime() - deadline > 0) {
      throw new EngineException(
          Code.TIMEOUT, "the request was not finished within " + timeout.toMillis() + " ms");
    }
  }
}
