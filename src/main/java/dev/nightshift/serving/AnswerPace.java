package dev.nightshift.serving;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How fast a model answers one request after the other while it has some: the mean time between two
 * answers, the newest counting for a fifth. Times in which nobody asks are left out, and answers
 * computed together count as what they take together. Thread-safe.
 */
final class AnswerPace {
  private static final double NEWEST = 0.2;

  private final LongSupplier nanos;
  private int present;
  private long since;
  private double each;

  AnswerPace() {
    this(System::nanoTime);
  }

  /** With a clock, in nanoseconds. */
  AnswerPace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Does what ends with an answer, or fails. */
  <T> T measured(Supplier<T> answering) {
    came();
    boolean answered = false;
    try {
      T answer = answering.get();
      answered = true;
      return answer;
    } finally {
      left(answered);
    }
  }

  private synchronized void came() {
    if (present++ == 0) {
      since = nanos.getAsLong();
    }
  }

  private synchronized void left(boolean answered) {
    present--;
    if (answered) {
      long now = nanos.getAsLong();
      each = each == 0 ? now - since : (1 - NEWEST) * each + NEWEST * (now - since);
      since = now;
    }
  }

  /** How long so many answers will take; zero when none has been measured. */
  synchronized Duration of(int answers) {
    return Duration.ofNanos(Math.round(each * answers));
  }
}
