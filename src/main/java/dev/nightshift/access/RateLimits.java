package dev.nightshift.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts the use of keys: a token bucket for each, in this process. A server that starts again
 * counts anew. Thread-safe.
 */
public final class RateLimits {
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final TimeMeter clock;

  public RateLimits() {
    this(TimeMeter.SYSTEM_NANOTIME);
  }

  RateLimits(TimeMeter clock) {
    this.clock = clock;
  }

  /** Counts one request; empty when the caller is not limited. */
  public Optional<Allowance> take(Caller caller) {
    ApiKey key = caller.key();
    Rate rate = key == null ? null : key.rate();
    return key == null || rate == null ? Optional.empty() : Optional.of(take(key.id(), rate));
  }

  private Allowance take(String id, Rate rate) {
    ConsumptionProbe probe =
        buckets.computeIfAbsent(id, _ -> bucket(rate)).tryConsumeAndReturnRemaining(1);
    return new Allowance(
        rate,
        probe.isConsumed(),
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForReset()),
        Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private Bucket bucket(Rate rate) {
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(rate.requests()).refillGreedy(rate.requests(), rate.per()))
        .withCustomTimePrecision(clock)
        .build();
  }

  /**
   * How a limited key stands after a request.
   *
   * @param rate its limit
   * @param granted whether this request is within it
   * @param remaining requests that could come at once now
   * @param reset until all of them could again
   * @param retry until the next one could; nothing when this one was granted
   */
  public record Allowance(
      Rate rate, boolean granted, long remaining, Duration reset, Duration retry) {}
}
