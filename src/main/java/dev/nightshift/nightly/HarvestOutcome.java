package dev.nightshift.nightly;

import java.util.Map;

/**
 * What a harvest gave.
 *
 * @param failures looked at
 * @param kept new training rows
 * @param file they were written to; empty if none was
 * @param numbers anything further worth keeping, by name
 */
public record HarvestOutcome(int failures, int kept, String file, Map<String, Double> numbers) {
  public HarvestOutcome {
    numbers = Map.copyOf(numbers);
  }
}
