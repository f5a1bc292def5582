package dev.nightshift.prompts;

import java.time.Instant;

/**
 * Instructions that might become a version.
 *
 * @param id {@code c1}, {@code c2} … in the order of proposal
 * @param text what the improver would be told
 * @param origin where it comes from
 * @param parent version in force when it was proposed
 * @param why what it shall mend, in a sentence
 * @param time of its proposal
 */
public record Candidate(
    String id, String text, Origin origin, int parent, String why, Instant time) {
  public Candidate {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a candidate must say something");
    }
  }
}
