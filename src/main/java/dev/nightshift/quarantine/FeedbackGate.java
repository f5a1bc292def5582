package dev.nightshift.quarantine;

import dev.nightshift.exchange.Feedback;
import java.util.Optional;

/** Looks at feedback before it is remembered. */
@FunctionalInterface
public interface FeedbackGate {
  /**
   * Looks at feedback; what it says has been written down when this returns.
   *
   * @return why a person has to see it before it is used; empty when it may be used
   */
  Optional<String> consider(Feedback feedback);

  /** Holds nothing back. */
  static FeedbackGate open() {
    return feedback -> Optional.empty();
  }
}
