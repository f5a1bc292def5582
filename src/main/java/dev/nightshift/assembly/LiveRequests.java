package dev.nightshift.assembly;

import dev.nightshift.asking.AskObserver;
import dev.nightshift.asking.AskReply;
import dev.nightshift.rollout.LiveTraffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** What users' requests met lately, for a rollout that watches. Thread-safe, and bounded. */
final class LiveRequests implements AskObserver, LiveTraffic {
  private static final int KEPT = 10_000;

  /** What an adapter cannot help. */
  private static final Set<String> NO_FAULT = Set.of("request", "busy", "cancelled", "verifier");

  private final InstantSource clock;
  private final Deque<Observation> observations = new ArrayDeque<>();

  LiveRequests(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void answered(AskReply reply) {
    add(
        new Observation(
            clock.instant(),
            reply.answer().adapter(),
            reply.answer().informed() ? Ending.INFORMED : Ending.ANSWERED,
            reply.answer().latency()));
  }

  @Override
  public void failed(String model, String adapter, String cause) {
    if (!NO_FAULT.contains(cause)) {
      add(new Observation(clock.instant(), adapter, Ending.FAILED, Duration.ZERO));
    }
  }

  private synchronized void add(Observation observation) {
    observations.addLast(observation);
    if (observations.size() > KEPT) {
      observations.removeFirst();
    }
  }

  @Override
  public synchronized List<Observation> since(Instant from) {
    return observations.stream().filter(seen -> !seen.at().isBefore(from)).toList();
  }
}
