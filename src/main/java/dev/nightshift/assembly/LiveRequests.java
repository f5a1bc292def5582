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

/** What users' requests met lately, for a rollout that watches. Thread-safe, and bounded. */
final class LiveRequests implements AskObserver, LiveTraffic {
  private static final int KEPT = 10_000;

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
    // A question that cannot be served, or a full queue, is no fault of the adapter.
    if (!cause.equals("request") && !cause.equals("busy") && !cause.equals("cancelled")) {
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
