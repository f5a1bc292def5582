package dev.nightshift.rollout;

import dev.nightshift.evaluation.SignedRankTest;
import dev.nightshift.rollout.ProbeReply.Ending;
import dev.nightshift.serving.AdapterChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether it is the adapter that is slow, or the machine: the same questions are put to the version
 * of before and to the candidate in turn, so that both meet the same load. Asked only when replies
 * have become slow; the baseline was measured minutes earlier and cannot tell.
 *
 * <p>Fails closed: where the version of before does not answer, or only after being loaded each
 * time, there is no control, and the objection stands.
 */
final class LatencyControl {
  private static final int PAIRS = 24;

  /** Pairs after which it is looked whether they are enough; fewer show nothing at this level. */
  private static final int LOOK_EVERY = 8;

  /** Of each look; three come to less than three in a hundred. */
  private static final double SIGNIFICANCE = 0.01;

  /** A version that takes so many times as long as a minute ago is being loaded, not asked. */
  private static final double LOADING = 4;

  private final Prober prober;
  private final AdapterChoice before;
  private final RolloutListener listener;

  /**
   * A control for one rollout.
   *
   * @param before the version that was active before
   */
  LatencyControl(Prober prober, AdapterChoice before, RolloutListener listener) {
    this.prober = prober;
    this.before = before;
    this.listener = listener;
  }

  /** The objection if it is the adapter that is slow; empty when it is the machine. */
  Optional<Objection> confirm(Objection slow, Baseline baseline) {
    List<Probe> own = baseline.probes(true);
    List<Probe> probes = own.isEmpty() ? baseline.probes(false) : own;
    listener.on("watch", slow.reason() + "; asking the version of before in turn");
    prober.askPatiently(probes.getFirst(), before);
    List<Double> ratios = new ArrayList<>();
    List<Double> sinceBaseline = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      Probe probe = probes.get(i % probes.size());
      // In turn also who comes first: the second may profit from what the first left in caches.
      boolean first = i % 2 == 0;
      ProbeReply early = ask(probe, first);
      ProbeReply late = ask(probe, !first);
      ProbeReply control = first ? early : late;
      ProbeReply candidate = first ? late : early;
      if (control.ending() != Ending.ANSWERED || candidate.ending() != Ending.ANSWERED) {
        return Optional.of(slow);
      }
      double fair = Slowdown.fair(control.latency(), control.tokens(), candidate.tokens());
      ratios.add(Math.log(Slowdown.millis(candidate.latency()) / fair));
      Baseline.Expectation known = baseline.of(probe);
      double expected = Slowdown.fair(known.latency(), known.tokens(), control.tokens());
      sinceBaseline.add(Math.log(Slowdown.millis(control.latency()) / expected));
      if ((i + 1) % LOOK_EVERY == 0 && SignedRankTest.shiftedUp(array(ratios)) <= SIGNIFICANCE) {
        return Optional.of(slow);
      }
    }
    if (Math.exp(SignedRankTest.shift(array(sinceBaseline))) > LOADING) {
      return Optional.of(slow);
    }
    listener.on("watch", "the version of before is as slow now: it is the machine");
    return Optional.empty();
  }

  private ProbeReply ask(Probe probe, boolean control) {
    return prober.askPatiently(probe, control ? before : new AdapterChoice.Active());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(value -> value).toArray();
  }
}
