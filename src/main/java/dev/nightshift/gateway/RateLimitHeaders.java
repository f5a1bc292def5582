package dev.nightshift.gateway;

import dev.nightshift.access.RateLimits.Allowance;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/**
 * Tells a client how much of its rate is left: in the three fields that clients know (as of
 * draft-ietf-httpapi-ratelimit-headers-06), in the two that replace them (as of its version 10),
 * and in Retry-After (RFC 9110, section 10.2.3) when nothing is left. Times are in whole seconds,
 * rounded up.
 */
final class RateLimitHeaders {
  private static final long NANOS = 1_000_000_000;

  private RateLimitHeaders() {}

  static void write(Allowance allowance, HttpServletResponse response) {
    long limit = allowance.rate().requests();
    long window = allowance.rate().per().toSeconds();
    long reset = seconds(allowance.reset());
    response.setHeader("RateLimit-Limit", String.valueOf(limit));
    response.setHeader("RateLimit-Remaining", String.valueOf(allowance.remaining()));
    response.setHeader("RateLimit-Reset", String.valueOf(reset));
    response.setHeader("RateLimit-Policy", "\"key\";q=" + limit + ";w=" + window);
    response.setHeader("RateLimit", "\"key\";r=" + allowance.remaining() + ";t=" + reset);
    if (!allowance.granted()) {
      response.setHeader(
          HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, seconds(allowance.retry()))));
    }
  }

  private static long seconds(Duration duration) {
    return Math.ceilDiv(duration.toNanos(), NANOS);
  }
}
