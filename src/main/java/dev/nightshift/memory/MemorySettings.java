package dev.nightshift.memory;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the memory works.
 *
 * @param verifyOnOpen read every file of the index once when opening it and compare checksums
 *     (about a second for each gigabyte), so that damage is found before anything is built on it
 * @param candidates how many exchanges each half of a hybrid search contributes, 1 to 1000
 * @param batch most writes in one commit, 1 to 10000
 */
public record MemorySettings(
    @DefaultValue("true") boolean verifyOnOpen,
    @DefaultValue("50") int candidates,
    @DefaultValue("1000") int batch) {

  public MemorySettings {
    requireWithin("candidates", candidates, 1000);
    requireWithin("batch", batch, 10_000);
  }

  /** The values that hold when nothing is set. */
  public static MemorySettings defaults() {
    return new MemorySettings(true, 50, 1000);
  }

  private static void requireWithin(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be within 1 and " + most + ": " + value);
    }
  }
}
