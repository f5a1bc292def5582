package dev.nightshift.prompts;

import java.util.List;

/**
 * A candidate and what became of it.
 *
 * @param candidate what it says
 * @param status how it stands
 * @param trials what it was put through, oldest first
 * @param reason of its status, in words; empty while it is only proposed
 */
public record CandidateRecord(
    Candidate candidate, Status status, List<Trial> trials, String reason) {
  /** How a candidate stands. */
  public enum Status {
    /** Not tried yet. */
    PROPOSED,
    /** It won its trial and waits for a person. */
    WON,
    /** It became a version. */
    ADOPTED,
    /** It lost, or a person gave it up. */
    REJECTED
  }

  public CandidateRecord {
    trials = List.copyOf(trials);
  }

  /** Whether nothing more happens to it. */
  boolean decided() {
    return status == Status.ADOPTED || status == Status.REJECTED;
  }
}
