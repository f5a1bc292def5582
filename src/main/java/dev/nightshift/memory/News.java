package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.util.List;

/**
 * What of a group of writes is new.
 *
 * @param exchanges what happened
 * @param feedback what was said, in its order
 */
record News(List<Exchange> exchanges, List<Feedback> feedback) {
  News {
    exchanges = List.copyOf(exchanges);
    feedback = List.copyOf(feedback);
  }

  boolean isEmpty() {
    return exchanges.isEmpty() && feedback.isEmpty();
  }
}
