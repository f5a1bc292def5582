package dev.nightshift.rollout;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured just before the swap, and so what the adapter is held to. A probe is judged
 * only if a right answer was shown to be in reach, so that a small model is not condemned for what
 * it never knew:
 *
 * <ul>
 *   <li>{@link Standard#RIGHT}: what was active answered it right, or (in scope) the adapter did
 *       when it was rehearsed; a probe succeeds when its reply is right. Of a reply that was cut
 *       off at the token limit, right is what can be seen: in scope the beginning of the answer
 *       that was taught.
 *   <li>{@link Standard#CONFIDENT}: the reply was not known to be right but confident; a probe
 *       succeeds when it is right, the same text, or keeps most of that confidence.
 *   <li>{@link Standard#UNJUDGED}: counts for latency and errors only.
 * </ul>
 *
 * <p>An adapter that in rehearsal and before the swap got less than half of its own questions right
 * has no such excuse: then all of them are judged as RIGHT.
 *
 * @param expectations one a probe, in the order to ask them: in scope first, and of those the ones
 *     that are judged first, so that every one of the first questions is evidence
 * @param latencies of all replies, cycled probes included
 */
record Baseline(Map<Probe, Expectation> expectations, List<Duration> latencies) {
  private static final double CONFIDENCE_KEPT = 0.7;

  /** How a probe is judged. */
  enum Standard {
    RIGHT,
    CONFIDENT,
    UNJUDGED
  }

  /**
   * What is expected of one probe.
   *
   * @param standard how it is judged
   * @param text the reply before the swap
   * @param confidence of that reply
   * @param tokens of that reply; 0 when unknown
   * @param latency median of its replies
   */
  record Expectation(
      Standard standard, String text, double confidence, int tokens, Duration latency) {}

  Baseline {
    expectations = Collections.unmodifiableMap(new LinkedHashMap<>(expectations));
    latencies = List.copyOf(latencies);
  }

  List<Probe> probes(boolean inScope) {
    return expectations.keySet().stream().filter(probe -> probe.inScope() == inScope).toList();
  }

  /** The probe whose reply proves the adapter live. */
  Probe first() {
    return expectations.keySet().iterator().next();
  }

  Expectation of(Probe probe) {
    Expectation expectation = expectations.get(probe);
    if (expectation == null) {
      throw new IllegalArgumentException("not a probe of this baseline: " + probe);
    }
    return expectation;
  }

  boolean judged(Probe probe) {
    return of(probe).standard() != Standard.UNJUDGED;
  }

  boolean judgesAnything() {
    return expectations.keySet().stream().anyMatch(this::judged);
  }

  /** Whether a reply meets what is expected; a probe that is not judged cannot fail. */
  boolean met(ProbeReply reply) {
    Expectation expectation = of(reply.probe());
    boolean right = reply.right();
    return switch (expectation.standard()) {
      case RIGHT -> right;
      case CONFIDENT ->
          right
              || (reply.answered()
                  && (reply.text().equals(expectation.text())
                      || reply.confidence() >= CONFIDENCE_KEPT * expectation.confidence()));
      case UNJUDGED -> true;
    };
  }

  Duration p95() {
    return Latencies.percentile95(latencies);
  }
}
