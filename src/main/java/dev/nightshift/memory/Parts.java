package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;

/** Long lists in parts that are neither long nor large. */
final class Parts {
  private static final int MOST = 500;

  private Parts() {}

  /**
   * A list's parts, in its order.
   *
   * @param characters of questions and answers in one part, unless a single exchange has more
   */
  static List<List<Exchange>> of(List<Exchange> exchanges, int characters) {
    List<List<Exchange>> parts = new ArrayList<>();
    List<Exchange> part = new ArrayList<>();
    long length = 0;
    for (Exchange one : exchanges) {
      int more = one.question().length() + one.answer().length();
      if (!part.isEmpty() && (part.size() >= MOST || length + more > characters)) {
        parts.add(part);
        part = new ArrayList<>();
        length = 0;
      }
      part.add(one);
      length += more;
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }
}
