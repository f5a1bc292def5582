package dev.nightshift.memory;

import dev.nightshift.exchange.Feedback;
import java.util.List;

/** What was said in a span of time, whatever it was said of. */
public interface FeedbackHistory {
  /**
   * The newest corrections that were made in a window, oldest first, whether they are in force or
   * not.
   *
   * @param most no more than these
   */
  List<Feedback> corrections(Window window, int most);
}
