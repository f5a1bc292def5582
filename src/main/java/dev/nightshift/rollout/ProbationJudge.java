package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.evaluation.SequentialTest;
import dev.nightshift.evaluation.SequentialTest.Decision;
import dev.nightshift.rollout.LiveTraffic.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The verdict on an adapter on probation, from what is observed of it; knows no clock and no model.
 * In-scope and other probes are judged apart: with scoped serving the base answers most of them,
 * and its successes must not hide what the adapter gets wrong.
 */
final class ProbationJudge {
  /** Error rates of the sequential tests: a good adapter stopped early, a bad one let through. */
  private static final double ALPHA = 0.002;

  private static final double BETA = 0.05;

  /** So many errors in a row are no accident. */
  private static final int ERRORS_IN_A_ROW = 2;

  /** So many failures in a row mean that an adapter died after it began well. */
  private static final int FAILURES_IN_A_ROW = 6;

  /** So many failures before any success: what is right in 97 of 100 begins so once in 37,000. */
  private static final int FAILURES_FROM_THE_START = 3;

  /** Observations that a sequential test of success may stop on. */
  private static final int FRESH = 60;

  private final Baseline baseline;
  private final Set<String> known;
  private final String candidate;
  private final boolean scoped;
  private final RolloutSettings settings;
  private final Tally trained;
  private final Tally general;
  private final SequentialTest quick;
  private final List<Duration> latencies = new ArrayList<>();
  private final Map<Probe, List<ProbeReply>> replies = new LinkedHashMap<>();
  private int probes;
  private int answered;
  private int errors;
  private int live;
  private int errorsInARow;
  private int failuresInARow;
  private boolean paceExcused;

  /**
   * A judge of one rollout.
   *
   * @param previous what was active before: requests under way at the swap end on it
   * @param scoped whether the base may answer in the candidate's stead
   */
  ProbationJudge(
      Baseline baseline,
      String candidate,
      String previous,
      boolean scoped,
      RolloutSettings settings) {
    this.baseline = baseline;
    this.candidate = candidate;
    this.known = new HashSet<>(List.of(candidate, previous, AdapterVersion.BASE));
    this.scoped = scoped;
    this.settings = settings;
    this.trained = new Tally(settings.successThreshold());
    this.general = new Tally(settings.successThreshold());
    this.quick = test(settings.successThreshold());
  }

  /** A test of the threshold: 0.85 is told apart as 0.95 (good) against 0.75 (bad). */
  private static SequentialTest test(double threshold) {
    double good = Math.min(0.999, 1 - (1 - threshold) / 3);
    double bad = Math.max(0.001, threshold - 0.1);
    return new SequentialTest(good, Math.min(bad, good - 0.001), ALPHA, BETA);
  }

  /** Takes a probe's reply; an objection ends the watch at once. */
  Optional<Objection> observe(ProbeReply reply) {
    probes++;
    switch (reply.ending()) {
      case BUSY -> {
        return Optional.empty();
      }
      case UNUSABLE -> {
        errors++;
        return objection(RolloutCause.ERRORS, "the backend cannot use it: " + reply.text());
      }
      case FAILED -> {
        errors++;
        if (++errorsInARow >= ERRORS_IN_A_ROW) {
          return objection(
              RolloutCause.ERRORS,
              "%d probes in a row failed, last: %s".formatted(errorsInARow, reply.text()));
        }
      }
      case ANSWERED -> {
        answered++;
        errorsInARow = 0;
        replies.computeIfAbsent(reply.probe(), p -> new ArrayList<>()).add(reply);
        if (!reply.adapter().equals(candidate)
            && !(scoped && reply.adapter().equals(AdapterVersion.BASE))) {
          return objection(
              RolloutCause.WRONG_VERSION, "a probe was answered by " + reply.adapter());
        }
      }
    }
    latencies.add(reply.latency());
    Decision pace = quick.observe(reply.latency().compareTo(settings.latencyThreshold()) <= 0);
    if (pace == Decision.BAD && !paceExcused) {
      return objection(
          RolloutCause.LATENCY,
          "probes take longer than %d ms".formatted(settings.latencyThreshold().toMillis()));
    }
    return baseline.judged(reply.probe()) ? judge(reply) : Optional.empty();
  }

  /** The machine was found to be slow: the watch goes on, and its end looks at latency again. */
  void excusePace() {
    paceExcused = true;
  }

  private Optional<Objection> judge(ProbeReply reply) {
    boolean met = baseline.met(reply);
    failuresInARow = met ? 0 : failuresInARow + 1;
    Tally tally = reply.probe().inScope() ? trained : general;
    Decision decision = tally.observe(met);
    boolean dead = failuresInARow == FAILURES_FROM_THE_START && tally.judged == failuresInARow;
    if (dead || decision == Decision.BAD || failuresInARow >= FAILURES_IN_A_ROW) {
      return objection(
          RolloutCause.SUCCESS,
          "only %s succeeded (stopped early); last reply: \"%s\""
              .formatted(tally, abridged(reply.text())));
    }
    return Optional.empty();
  }

  /** Takes a user's request; one that the previous version was still answering proves nothing. */
  Optional<Objection> observe(LiveTraffic.Observation observation) {
    if (observation.ending() == Ending.FAILED) {
      live++;
      errors++;
      return Optional.empty();
    }
    if (!known.contains(observation.adapter())) {
      return objection(
          RolloutCause.WRONG_VERSION, "a user was answered by " + observation.adapter());
    }
    if (!observation.adapter().equals(candidate)) {
      return Optional.empty();
    }
    live++;
    if (observation.ending() == Ending.INFORMED) {
      return Optional.empty();
    }
    latencies.add(observation.latency());
    if (observation.ending() != Ending.ANSWERED) {
      general.observe(observation.ending() == Ending.RIGHT);
    }
    return Optional.empty();
  }

  /** The verdict when the time is up. */
  Optional<Objection> conclude() {
    if (answered < settings.leastWatched() || trained.judged + general.judged == 0) {
      return objection(
          RolloutCause.NO_DATA,
          "only %d probes were answered, at least %d are needed"
              .formatted(answered, settings.leastWatched()));
    }
    if (errors >= 2 && errors > Latencies.allowedAbove(probes + live)) {
      return objection(
          RolloutCause.ERRORS, "%d of %d requests failed".formatted(errors, probes + live));
    }
    for (Tally tally : List.of(trained, general)) {
      if (tally.judged > 0 && tally.share() < settings.successThreshold()) {
        return objection(
            RolloutCause.SUCCESS,
            "only %s succeeded, less than %s".formatted(tally, settings.successThreshold()));
      }
    }
    Duration p95 = Latencies.percentile95(latencies);
    if (p95.compareTo(settings.latencyThreshold()) > 0) {
      return objection(
          RolloutCause.LATENCY,
          "the 95th percentile of latency is %d ms, more than %d ms"
              .formatted(p95.toMillis(), settings.latencyThreshold().toMillis()));
    }
    return Stream.of(true, false)
        .flatMap(inScope -> Slowdown.find(baseline, replies, inScope, settings).stream())
        .findFirst();
  }

  WatchSummary summary() {
    return new WatchSummary(
        probes,
        trained.judged + general.judged,
        trained.succeeded + general.succeeded,
        errors,
        live,
        Latencies.percentile95(latencies).toMillis(),
        baseline.p95().toMillis());
  }

  private static String abridged(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
  }

  private static Optional<Objection> objection(RolloutCause cause, String reason) {
    return Optional.of(new Objection(cause, reason));
  }

  /** Successes of one kind of probe. */
  private static final class Tally {
    private final SequentialTest test;
    private int judged;
    private int succeeded;

    Tally(double threshold) {
      test = ProbationJudge.test(threshold);
    }

    Decision observe(boolean success) {
      judged++;
      succeeded += success ? 1 : 0;
      Decision decision = test.observe(success);
      // Later observations repeat the same questions: they are no new evidence.
      return judged <= FRESH ? decision : Decision.UNDECIDED;
    }

    double share() {
      return (double) succeeded / judged;
    }

    @Override
    public String toString() {
      return succeeded + " of " + judged;
    }
  }
}
