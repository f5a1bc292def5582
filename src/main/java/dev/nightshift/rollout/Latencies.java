package dev.nightshift.rollout;

import java.time.Duration;
import java.util.List;

/** Order statistics of latencies. */
final class Latencies {
  private Latencies() {}

  /** The 95th percentile by nearest rank: the ⌈0.95 n⌉-th smallest; zero for none. */
  static Duration percentile95(List<Duration> latencies) {
    int rank = (19 * latencies.size() + 19) / 20;
    return rank == 0 ? Duration.ZERO : latencies.stream().sorted().toList().get(rank - 1);
  }

  /** The (lower) median; zero for none. */
  static Duration median(List<Duration> latencies) {
    return latencies.isEmpty()
        ? Duration.ZERO
        : latencies.stream().sorted().toList().get((latencies.size() - 1) / 2);
  }

  /** How many of n latencies may exceed a bound without their 95th percentile doing so. */
  static int allowedAbove(int n) {
    return n - (19 * n + 19) / 20;
  }
}
