package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** When a request must end unfinished. Asked before every token, by the engine's thread. */
final class Limits {
  private final long deadline;
  private final Duration timeout;
  private final BooleanSupplier cancelled;
  private volatile boolean abandoned;

  Limits(Duration timeout, BooleanSupplier cancelled) {
    this.deadline = System.nanoTime() + timeout.toNanos();
    this.timeout = timeout;
    this.cancelled = cancelled;
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
    if (System.nanoTime() - deadline > 0) {
      throw new EngineException(
          Code.TIMEOUT, "the request was not finished within " + timeout.toMillis() + " ms");
    }
  }
}
