package dev.nightshift.memory;

import java.util.List;
import java.util.function.Consumer;

/** What is remembered in the order of time, for those who leaf through it. */
public interface RecentExchanges {
  /** Which exchanges are meant, by the outcome in force. */
  enum Standing {
    ANY,
    SUCCESS,
    FAILURE,
    /** With a correction in force. */
    CORRECTED
  }

  /**
   * Exchanges of a window, the newest first.
   *
   * @param skip how many of the newest are left out, 0 or more
   * @param limit most that are given
   */
  List<Remembered> newest(Standing which, Window window, int skip, int limit);

  /**
   * Hands over every exchange of a window, in no order, a few at a time: of many no more is held.
   * All are as they were when it began.
   */
  void each(Window window, Consumer<Remembered> taker);
}
