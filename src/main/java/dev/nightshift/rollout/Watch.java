package dev.nightshift.rollout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Watches an adapter on probation: probes in turn from its scope and from elsewhere, live traffic.
 */
final class Watch {
  private static final int OWN_FIRST = 4;
  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

  private final Prober prober;
  private final LiveTraffic traffic;
  private final RolloutSettings settings;
  private final Clock clock;
  private final RolloutListener listener;
  private final LatencyControl control;

  Watch(
      Prober prober,
      LiveTraffic traffic,
      RolloutSettings settings,
      Clock clock,
      RolloutListener listener,
      LatencyControl control) {
    this.prober = prober;
    this.traffic = traffic;
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
    this.control = control;
  }

  /**
   * Watches for the configured time, or until an objection; empty when it may stay.
   *
   * @param first the reply that proved the adapter live, to the baseline's first probe: evidence
   *     like any other, and the first within the seconds in which a dead adapter must be noticed
   */
  Optional<Objection> run(Baseline baseline, ProbationJudge judge, ProbeReply first) {
    List<Probe> trained = baseline.probes(true);
    List<Probe> general = baseline.probes(false);
    Optional<Objection> already = judge.observe(first);
    if (already.isPresent()) {
      return already;
    }
    Instant begin = clock.instant();
    Instant end = begin.plus(settings.monitorDuration());
    Instant report = begin.plus(REPORT_EVERY);
    Set<LiveTraffic.Observation> seen = new HashSet<>();
    for (int i = 1; clock.instant().isBefore(end); i++) {
      Optional<Objection> objection = judge.observe(prober.ask(turn(i, trained, general)));
      for (LiveTraffic.Observation observation : traffic.since(begin)) {
        if (objection.isEmpty() && seen.add(observation)) {
          objection = judge.observe(observation);
        }
      }
      if (objection.isPresent()) {
        Optional<Objection> confirmed = confirmed(objection.get(), baseline);
        if (confirmed.isPresent()) {
          return confirmed;
        }
        judge.excusePace();
      }
      if (!clock.instant().isBefore(report)) {
        listener.on("watch", describe(judge.summary(), Duration.between(clock.instant(), end)));
        report = clock.instant().plus(REPORT_EVERY);
      }
      Prober.pause(settings.probePause());
    }
    Optional<Objection> verdict = judge.conclude();
    return verdict.isPresent() ? confirmed(verdict.get(), baseline) : verdict;
  }

  /** Slowness may be the machine's; everything else is the adapter's. */
  private Optional<Objection> confirmed(Objection objection, Baseline baseline) {
    return objection.cause() == RolloutCause.LATENCY
        ? control.confirm(objection, baseline)
        : Optional.of(objection);
  }

  /** Its own questions first, so that a dead adapter is seen at once; then turn by turn. */
  private static Probe turn(int i, List<Probe> trained, List<Probe> general) {
    if (trained.isEmpty()) {
      return general.get(i % general.size());
    }
    if (general.isEmpty() || i < OWN_FIRST) {
      return trained.get(i % trained.size());
    }
    int round = (i - OWN_FIRST) / 2;
    return (i - OWN_FIRST) % 2 == 0
        ? general.get(round % general.size())
        : trained.get((OWN_FIRST + round) % trained.size());
  }

  private static String describe(WatchSummary summary, Duration left) {
    return "%d probes, %d of %d right, p95 %d ms, %d s left"
        .formatted(
            summary.probes(),
            summary.succeeded(),
            summary.judged(),
            summary.p95Millis(),
            Math.max(0, left.toSeconds()));
  }
}
