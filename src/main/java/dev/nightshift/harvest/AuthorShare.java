package dev.nightshift.harvest;

import dev.nightshift.exchange.Feedback;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one author from deciding what the model learns: of the rows of a harvest, each author may
 * stand for at most a share, and for one row in any case. Rows over it are left for a later
 * harvest, the oldest corrections first. With a single author there is nobody to protect, and no
 * limit.
 */
final class AuthorShare {
  private AuthorShare() {}

  static List<Examined> limit(List<Examined> examined, double share) {
    Map<String, Integer> counts = new HashMap<>();
    examined.forEach(one -> count(one, counts));
    if (share >= 1 || counts.size() < 2) {
      return examined;
    }
    int limit = limit(counts, share);
    Map<String, Integer> taken = new HashMap<>();
    Map<Examined, Verdict> deferred = new HashMap<>();
    examined.stream()
        .filter(one -> one.verdict() instanceof Verdict.Kept)
        .sorted(Comparator.comparing((Examined one) -> timeOf(one)).reversed())
        .filter(one -> taken.merge(authorOf(one), 1, Integer::sum) > limit)
        .forEach(one -> deferred.put(one, new Verdict.Deferred()));
    List<Examined> limited = new ArrayList<>();
    for (Examined one : examined) {
      limited.add(new Examined(one.group(), deferred.getOrDefault(one, one.verdict())));
    }
    return limited;
  }

  /** The greatest limit that is at most the share of what it leaves; at least one. */
  private static int limit(Map<String, Integer> counts, double share) {
    int limit = counts.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    while (limit > 1) {
      int most = limit;
      int total = counts.values().stream().mapToInt(count -> Math.min(count, most)).sum();
      if (limit <= share * total + 1e-9) {
        return limit;
      }
      limit--;
    }
    return 1;
  }

  private static void count(Examined one, Map<String, Integer> counts) {
    if (one.verdict() instanceof Verdict.Kept) {
      counts.merge(authorOf(one), 1, Integer::sum);
    }
  }

  private static String authorOf(Examined one) {
    return one.group().authors().getFirst();
  }

  private static Instant timeOf(Examined one) {
    return one.group()
        .correction()
        .map(Feedback::at)
        .orElseGet(() -> one.group().decidingExchange().at());
  }
}
