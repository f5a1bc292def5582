package dev.nightshift.rollout;

import dev.nightshift.rollout.Baseline.Expectation;
import dev.nightshift.rollout.Baseline.Standard;
import dev.nightshift.rollout.ProbeReply.Ending;
import dev.nightshift.rollout.ProbeSource.Probes;
import dev.nightshift.rollout.RolloutException.Code;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.ServableAdapter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Replays probes on what is active now, and rehearses the candidate on its own questions. */
final class BaselineMeasurement {
  private static final int MOST_IN_SCOPE = 24;
  private static final double CONFIDENT = 0.7;

  private final Prober prober;
  private final RolloutSettings settings;
  private final RolloutListener listener;

  BaselineMeasurement(Prober prober, RolloutSettings settings, RolloutListener listener) {
    this.prober = prober;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Measures.
   *
   * @throws RolloutException REFUSED when there is nothing to judge by, or what is active now is
   *     itself too slow or failing
   */
  Baseline measure(Probes available, ServableAdapter candidate) {
    List<Probe> probes = choose(available);
    if (probes.isEmpty()) {
      throw new RolloutException(
          Code.REFUSED,
          "there is no probe question to judge an adapter by: answer some questions first, or give"
              + " corrections");
    }
    prober.askPatiently(probes.getFirst(), new AdapterChoice.Active());
    Map<Probe, List<ProbeReply>> replies = replay(probes);
    Set<Probe> rehearsed = rehearse(probes, candidate);
    List<Duration> latencies =
        replies.values().stream().flatMap(List::stream).map(ProbeReply::latency).toList();
    Baseline baseline = new Baseline(expectations(replies, rehearsed), latencies);
    if (!baseline.judgesAnything()) {
      throw new RolloutException(
          Code.REFUSED,
          "none of %d probe questions is answered right or confidently, so nothing could be judged"
              .formatted(probes.size()));
    }
    return baseline;
  }

  /** Both samples spread over their lists; a question of both kinds counts as in scope. */
  private List<Probe> choose(Probes available) {
    List<Probe> probes = new ArrayList<>();
    for (var item : spread(available.inScope(), MOST_IN_SCOPE)) {
      probes.add(new Probe(item, true));
    }
    for (var item : spread(available.general(), settings.baselineProbes())) {
      probes.add(new Probe(item, false));
    }
    return probes.stream().distinct().toList();
  }

  private static <T> List<T> spread(List<T> items, int most) {
    if (items.size() <= most) {
      return items;
    }
    List<T> chosen = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      chosen.add(items.get((int) ((long) i * items.size() / most)));
    }
    return chosen;
  }

  private Map<Probe, List<ProbeReply>> replay(List<Probe> probes) {
    int total = Math.max(settings.baselineProbes(), probes.size());
    int allowed = Latencies.allowedAbove(total);
    int slow = 0;
    int failed = 0;
    Map<Probe, List<ProbeReply>> replies = new LinkedHashMap<>();
    for (int i = 0; i < total; i++) {
      Probe probe = probes.get(i % probes.size());
      ProbeReply reply = prober.askPatiently(probe, new AdapterChoice.Active());
      replies.computeIfAbsent(probe, p -> new ArrayList<>()).add(reply);
      failed += reply.answered() ? 0 : 1;
      slow += reply.latency().compareTo(settings.latencyThreshold()) > 0 ? 1 : 0;
      if (failed > allowed) {
        throw new RolloutException(
            Code.REFUSED,
            "what is active now fails by itself (%d of %d probes, last: %s); repair it first"
                .formatted(failed, i + 1, reply.text()));
      }
      if (slow > allowed) {
        throw tooSlow(slow, i + 1);
      }
      if ((i + 1) % 20 == 0 || i + 1 == total) {
        listener.on("baseline", "%d of %d probes answered".formatted(i + 1, total));
      }
    }
    return replies;
  }

  private RolloutException tooSlow(int slow, int asked) {
    return new RolloutException(
        Code.REFUSED,
        ("the baseline itself breaks the latency threshold: %d of %d probes took longer than %d ms."
                + " Nothing was swapped. Raise nightshift.rollout.latency-threshold"
                + " (ROLLBACK_THRESHOLD_LATENCY, in ms), or free the machine")
            .formatted(slow, asked, settings.latencyThreshold().toMillis()));
  }

  /** The in-scope probes that the candidate answers right, asked before anyone else can meet it. */
  private Set<Probe> rehearse(List<Probe> probes, ServableAdapter candidate) {
    Set<Probe> right = new HashSet<>();
    int total = 0;
    for (Probe probe : probes.stream().filter(Probe::inScope).toList()) {
      ProbeReply reply = prober.askPatiently(probe, new AdapterChoice.Exactly(candidate, true));
      if (reply.ending() == Ending.UNUSABLE) {
        throw new RolloutException(
            Code.REFUSED, "the backend cannot use the adapter: " + reply.text());
      }
      total++;
      if (reply.right()) {
        right.add(probe);
      }
    }
    listener.on(
        "baseline", "rehearsal: %d of %d of its own questions".formatted(right.size(), total));
    return right;
  }

  private static Map<Probe, Expectation> expectations(
      Map<Probe, List<ProbeReply>> replies, Set<Probe> rehearsed) {
    long inScope = replies.keySet().stream().filter(Probe::inScope).count();
    long inReach =
        replies.entrySet().stream()
            .filter(e -> e.getKey().inScope())
            .filter(e -> rehearsed.contains(e.getKey()) || right(e.getValue()))
            .count();
    boolean judgeAll = 2 * inReach < inScope;
    Map<Probe, Expectation> expectations = new LinkedHashMap<>();
    replies.forEach(
        (probe, list) -> {
          ProbeReply last = list.getLast();
          boolean reachable = right(list) || rehearsed.contains(probe);
          Standard standard = Standard.UNJUDGED;
          if (reachable || (probe.inScope() && judgeAll)) {
            standard = Standard.RIGHT;
          } else if (!probe.inScope() && confident(list)) {
            standard = Standard.CONFIDENT;
          }
          Duration latency = Latencies.median(list.stream().map(ProbeReply::latency).toList());
          expectations.put(
              probe,
              new Expectation(standard, last.text(), last.confidence(), last.tokens(), latency));
        });
    Map<Probe, Expectation> ordered = new LinkedHashMap<>();
    expectations.entrySet().stream()
        .sorted(Comparator.comparingInt(BaselineMeasurement::turn))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  /** In scope before the others, as the first is the sentinel, and of those the judged first. */
  private static int turn(Map.Entry<Probe, Expectation> entry) {
    if (!entry.getKey().inScope()) {
      return 2;
    }
    return entry.getValue().standard() == Standard.UNJUDGED ? 1 : 0;
  }

  private static boolean right(List<ProbeReply> replies) {
    return replies.stream().allMatch(ProbeReply::right);
  }

  private static boolean confident(List<ProbeReply> replies) {
    return replies.stream()
        .allMatch(r -> r.answered() && !r.text().isBlank() && r.confidence() > CONFIDENT);
  }
}
