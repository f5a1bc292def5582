package dev.nightshift.governance;

import java.time.Instant;
import java.util.List;

/**
 * What became of the report before.
 *
 * @param id of that report
 * @param time when it was written
 * @param promises what it promised
 */
public record PreviousReport(String id, Instant time, List<Promise> promises) {
  public PreviousReport {
    promises = List.copyOf(promises);
  }
}
