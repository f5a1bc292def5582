package dev.nightshift.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the gateway waits for clients, and for its own requests when it stops.
 *
 * @param silence the longest a client may send nothing in the middle of a request
 * @param arrival from a request's first byte to its last, however steadily it trickles
 * @param keepAlive how long an idle connection stays open for a next request
 * @param drain how long running requests may go on when the server stops
 */
public record GatewayTimeouts(
    @DefaultValue("10s") Duration silence,
    @DefaultValue("30s") Duration arrival,
    @DefaultValue("60s") Duration keepAlive,
    @DefaultValue("30s") Duration drain) {
  private static final Duration LONGEST = Duration.ofDays(1);

  public GatewayTimeouts {
    require("silence", silence);
    require("arrival", arrival);
    require("keepAlive", keepAlive);
    require("drain", drain);
  }

  private static void require(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be within 1 ms and one day: " + value);
    }
  }

  /** 10 s of silence, 30 s to arrive, a minute of idling, 30 s to drain. */
  public static GatewayTimeouts defaults() {
    return new GatewayTimeouts(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30));
  }
}
