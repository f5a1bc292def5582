package dev.nightshift.tracing;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where traces go.
 *
 * @param endpoint address for OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/traces};
 *     empty for no traces
 * @param authorization value of the header {@code Authorization}; empty for none
 * @param share of the traces that are sent, 0 to 1; which ones is decided by their ids, so that
 *     every process decides alike
 * @param timeout of one sending, at most a minute; what cannot be sent is dropped
 */
public record TracingSettings(
    @DefaultValue("") String endpoint,
    @DefaultValue("") String authorization,
    @DefaultValue("1") double share,
    @DefaultValue("10s") Duration timeout) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  public TracingSettings {
    endpoint = endpoint.strip();
    if (!endpoint.isEmpty() && !isHttp(endpoint)) {
      throw new IllegalArgumentException(
          "endpoint is \""
              + endpoint
              + "\"; allowed: empty, or an http or https address such as"
              + " http://127.0.0.1:4318/v1/traces");
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; allowed: 0 to 1");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("timeout is " + timeout + "; allowed: 1ms to 1m");
    }
  }

  private static boolean isHttp(String address) {
    try {
      URI uri = URI.create(address);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether any traces are sent. */
  public boolean enabled() {
    return !endpoint.isEmpty();
  }

  @Override
  public String toString() {
    return "TracingSettings[endpoint=" + endpoint + ", share=" + share + "]";
  }
}
