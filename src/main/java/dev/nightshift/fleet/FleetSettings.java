package dev.nightshift.fleet;

import dev.nightshift.home.NodeName;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This node among those that share its database.
 *
 * @param node its name: 1 to 63 lower-case letters, digits, dots and hyphens; empty: one that is
 *     made up once and kept in the home
 * @param url at which the other nodes reach its server, such as {@code http://10.0.0.5:8000};
 *     empty: the address it listens on, which is right only on one machine
 * @param secret what the nodes know each other by, the same on all of them, at least 32 characters;
 *     empty: none, and no adapter travels
 * @param heartbeat how often it says that it lives and looks for work, 100ms to 1m
 * @param awayAfter how long a node may be silent before it counts as away, at least three
 *     heartbeats
 * @param patience how long a rollout waits for a node that went away while it tried the adapter, at
 *     least {@code awayAfter}
 * @param canary share of the nodes that try an adapter before the others, 0 to 1; at least one does
 * @param wave how many of the others try it at a time, 1 to 100
 * @param adapterMegabytes most that an adapter may have to be fetched, in MiB, 1 to 65536
 * @param transferTime most time for fetching one, 1s to 24h
 */
public record FleetSettings(
    @DefaultValue("") String node,
    @DefaultValue("") String url,
    @DefaultValue("") String secret,
    @DefaultValue("2s") Duration heartbeat,
    @DefaultValue("15s") Duration awayAfter,
    @DefaultValue("10m") Duration patience,
    @DefaultValue("0") double canary,
    @DefaultValue("1") int wave,
    @DefaultValue("4096") int adapterMegabytes,
    @DefaultValue("10m") Duration transferTime) {
  private static final int SHORTEST_SECRET = 32;
  private static final int LONGEST_URL = 400;

  public FleetSettings {
    node = node.strip();
    url = url.strip().replaceFirst("/+$", "");
    secret = secret.strip();
    if (!node.isEmpty()) {
      NodeName _ = new NodeName(node);
    }
    if (!url.isEmpty()) {
      requireUrl(url);
    }
    if (!secret.isEmpty() && secret.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "secret must have at least " + SHORTEST_SECRET + " characters, or be empty for none");
    }
    require("heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofMinutes(1));
    require("away-after", awayAfter, heartbeat.multipliedBy(3), Duration.ofHours(1));
    require("patience", patience, awayAfter, Duration.ofDays(7));
    require("transfer-time", transferTime, Duration.ofSeconds(1), Duration.ofDays(1));
    if (!(canary >= 0 && canary <= 1)) {
      throw new IllegalArgumentException("canary is " + canary + "; allowed: 0 to 1");
    }
    if (wave < 1 || wave > 100) {
      throw new IllegalArgumentException("wave is " + wave + "; allowed: 1 to 100");
    }
    if (adapterMegabytes < 1 || adapterMegabytes > 65536) {
      throw new IllegalArgumentException(
          "adapter-megabytes is " + adapterMegabytes + "; allowed: 1 to 65536");
    }
  }

  /** What holds when nothing is set. */
  public static FleetSettings defaults() {
    return new FleetSettings(
        "",
        "",
        "",
        Duration.ofSeconds(2),
        Duration.ofSeconds(15),
        Duration.ofMinutes(10),
        0,
        1,
        4096,
        Duration.ofMinutes(10));
  }

  /** How many of so many nodes try an adapter first. */
  int canaries(int nodes) {
    return Math.clamp((int) Math.ceil(canary * nodes), 1, Math.max(1, nodes));
  }

  private static void requireUrl(String url) {
    try {
      URI given = URI.create(url);
      boolean known = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
      if (known && given.getHost() != null && given.getQuery() == null && fits(url)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "url is \"" + url + "\"; allowed: http://HOST:PORT or https://…, at most 400 characters");
  }

  private static boolean fits(String url) {
    return url.length() <= LONGEST_URL && !url.contains("@") && !url.contains("#");
  }

  private static void require(String name, Duration given, Duration least, Duration most) {
    if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %d ms; allowed: %d to %d ms"
              .formatted(name, given.toMillis(), least.toMillis(), most.toMillis()));
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "FleetSettings[node=%s, url=%s, secret=%s, canary=%s, wave=%d]"
        .formatted(node, url, secret.isEmpty() ? "none" : "set", canary, wave);
  }
}
