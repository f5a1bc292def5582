package dev.nightshift.workers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the statements of this package have in common. */
final class WorkSql {
  /** Milliseconds since 1970 by the clock of the database, the one that all processes share. */
  static final String NOW = "cast(extract(epoch from current_timestamp) * 1000 as bigint)";

  private static final int IDS_PER_QUERY = 500;
  private static final int LONGEST = 1000;

  private WorkSql() {}

  /** The same in lists that fit into a statement. */
  static List<List<String>> inParts(Collection<String> all) {
    List<String> list = List.copyOf(all);
    List<List<String>> parts = new ArrayList<>();
    for (int start = 0; start < list.size(); start += IDS_PER_QUERY) {
      parts.add(list.subList(start, Math.min(list.size(), start + IDS_PER_QUERY)));
    }
    return parts;
  }

  /** What fits into a column of words. */
  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
