package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.util.List;

/**
 * What was acknowledged together: one entry of the log.
 *
 * @param number rises from frame to frame, from 1
 * @param exchanges what happened; before the feedback, which may be on these
 * @param feedback what was said, in its order
 */
record Frame(long number, List<Exchange> exchanges, List<Feedback> feedback) {
  Frame {
    exchanges = List.copyOf(exchanges);
    feedback = List.copyOf(feedback);
  }
}
