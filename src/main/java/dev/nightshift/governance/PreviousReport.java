package dev.nightshift.governance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the report before.
 *
 * @param id of that report
 * @param time when it was written
 * @param promises what it promised
 * @param search for better instructions that it caused; null for none
 */
public record PreviousReport(
    String id, Instant time, List<Promise> promises, @Nullable InstructionSearch search) {
  public PreviousReport {
    promises = List.copyOf(promises);
  }
}
