package dev.nightshift.rollout;

import dev.nightshift.evaluation.SignedRankTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the same questions take longer than before: significantly (Wilcoxon's signed-rank test on
 * the logarithms of the ratios) and by enough to matter. A longer reply may take longer in
 * proportion: saying more is not being slow.
 */
final class Slowdown {
  /** What reading the question costs, in tokens written. */
  private static final int READING = 4;

  private Slowdown() {}

  /** Compares the questions of one kind; empty when they do not take longer. */
  static Optional<Objection> find(
      Baseline baseline,
      Map<Probe, List<ProbeReply>> replies,
      boolean inScope,
      RolloutSettings settings) {
    List<Probe> probes = replies.keySet().stream().filter(p -> p.inScope() == inScope).toList();
    double[] ratios = new double[probes.size()];
    double[] increases = new double[probes.size()];
    for (int i = 0; i < ratios.length; i++) {
      List<ProbeReply> list = replies.getOrDefault(probes.get(i), List.of());
      Baseline.Expectation before = baseline.of(probes.get(i));
      double fair = fair(before.latency(), before.tokens(), list.getLast().tokens());
      double now = millis(Latencies.median(list.stream().map(ProbeReply::latency).toList()));
      ratios[i] = Math.log(now / fair);
      increases[i] = now - fair;
    }
    double p = SignedRankTest.shiftedUp(ratios);
    double ratio = Math.exp(SignedRankTest.shift(ratios));
    double increase = SignedRankTest.shift(increases);
    if (p <= settings.significance()
        && ratio > settings.latencyRatio()
        && increase > settings.latencyIncrease().toMillis()) {
      return Optional.of(
          new Objection(
              RolloutCause.LATENCY,
              "the same questions take %.2f times as long as before, %.0f ms more (p = %.5f)"
                  .formatted(ratio, increase, p)));
    }
    return Optional.empty();
  }

  /** What a reply of that many tokens may take, in milliseconds, going by the reply before. */
  static double fair(Duration before, int tokensBefore, int tokens) {
    double longer = (double) (tokens + READING) / (tokensBefore + READING);
    return millis(before) * Math.max(1, longer);
  }

  static double millis(Duration duration) {
    return Math.max(0.1, duration.toNanos() / 1e6);
  }
}
