package dev.nightshift.memory;

import java.util.List;

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
}
