package dev.nightshift.prompts;

import java.time.Duration;
import java.util.List;

/**
 * What a search or a trial came to.
 *
 * @param candidates that were made or tried, as they stand now
 * @param version in force
 * @param tokens read and written for it
 * @param time it took
 * @param message in words
 */
public record Improvement(
    List<CandidateRecord> candidates, int version, long tokens, Duration time, String message) {
  public Improvement {
    candidates = List.copyOf(candidates);
  }
}
