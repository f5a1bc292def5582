package dev.nightshift.console;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.memory.Remembered;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a day's exchanges one by one, however many they are: of each only numbers stay. Not
 * thread-safe.
 */
final class DayCount {
  private final Share all = new Share();
  private final Share adapter = new Share();
  private final Share retrieval = new Share();
  private final Share base = new Share();
  private double confidence;
  private int corrections;

  /** How many answers took so many milliseconds. */
  private final Map<Long, Integer> latencies = new TreeMap<>();

  /** How many of how many are right. */
  private static final class Share {
    private int count;
    private int right;

    private void add(boolean success) {
      count++;
      right += success ? 1 : 0;
    }

    private @Nullable Double value() {
      return count == 0 ? null : (double) right / count;
    }
  }

  /** Counts one more. */
  void add(Remembered one) {
    Exchange exchange = one.exchange();
    boolean success = one.outcome().success();
    all.add(success);
    if (!exchange.adapter().equals(Exchange.BASE)) {
      adapter.add(success);
    } else if (exchange.corrections().isEmpty()) {
      base.add(success);
    } else {
      retrieval.add(success);
    }
    confidence += exchange.confidence();
    corrections += one.correction().isPresent() ? 1 : 0;
    latencies.merge(exchange.latency().toMillis(), 1, Integer::sum);
  }

  /** What they add up to. */
  Day of(LocalDate date) {
    return new Day(
        date,
        all.count,
        all.value(),
        adapter.value(),
        retrieval.value(),
        base.value(),
        all.count == 0 ? null : confidence / all.count,
        corrections,
        quantile(0.5),
        quantile(0.95));
  }

  /** The nearest rank, in seconds. */
  private @Nullable Double quantile(double share) {
    int rank = Math.max(1, (int) Math.ceil(share * all.count));
    int seen = 0;
    for (Map.Entry<Long, Integer> entry : latencies.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey() / 1000.0;
      }
    }
    return null;
  }
}
