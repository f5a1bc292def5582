package dev.nightshift.memory;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the memory works.
 *
 * @param verifyOnOpen read every file of the index once when opening it and compare checksums
 *     (about a second for each gigabyte), so that damage is found before anything is built on it
 * @param candidates how many exchanges each half of a hybrid search contributes, 1 to 1000
 * @param batch most writes in one commit, 1 to 10000
 * @param log where what is recorded is written first: {@code file} for a memory of this home's own,
 *     {@code database} for one that it shares with the other nodes of the state database
 * @param poll how often a shared log is asked for what others recorded, 10 ms to 1 minute
 * @param logRetention how long frames of a shared log are kept although all nodes have them, so
 *     that a node can be restored from a backup of that age; 0 keeps them for ever, otherwise at
 *     least an hour
 */
public record MemorySettings(
    @DefaultValue("true") boolean verifyOnOpen,
    @DefaultValue("50") int candidates,
    @DefaultValue("1000") int batch,
    @DefaultValue("file") Log log,
    @DefaultValue("500ms") Duration poll,
    @DefaultValue("30d") Duration logRetention) {

  /** Where what is recorded is written first. */
  public enum Log {
    FILE,
    DATABASE
  }

  public MemorySettings {
    requireWithin("candidates", candidates, 1000);
    requireWithin("batch", batch, 10_000);
    if (poll.compareTo(Duration.ofMillis(10)) < 0 || poll.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("poll must be within 10ms and 1m: " + poll);
    }
    if (!logRetention.isZero() && logRetention.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "log-retention must be 0 (for ever) or at least 1h: " + logRetention);
    }
  }

  /** The values that hold when nothing is set. */
  public static MemorySettings defaults() {
    return own(true, 50, 1000);
  }

  /** For a memory of this home's own. */
  static MemorySettings own(boolean verifyOnOpen, int candidates, int batch) {
    return new MemorySettings(
        verifyOnOpen, candidates, batch, Log.FILE, Duration.ofMillis(500), Duration.ofDays(30));
  }

  private static void requireWithin(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be within 1 and " + most + ": " + value);
    }
  }
}
