package dev.nightshift.corpus;

/**
 * How one council seat voted on a row's answer, as provenance.
 *
 * @param seat name of the seat
 * @param model model on the seat, or "person"
 * @param weight of the vote
 * @param result what became of it
 */
public record RowVote(String seat, String model, double weight, Result result) {
  /** What became of a vote. */
  public enum Result {
    /** Said what the row says. */
    AGREED,
    /** Said something else. */
    DISAGREED,
    /** Gave no usable reply. */
    NONE
  }
}
