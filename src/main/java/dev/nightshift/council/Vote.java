package dev.nightshift.council;

/**
 * What one seat said.
 *
 * @param seat its name
 * @param model the model on it, or "person"
 * @param weight of the vote
 * @param ballot what it said
 */
public record Vote(String seat, String model, double weight, Ballot ballot) {

  /** What a seat said. */
  public sealed interface Ballot {}

  /**
   * An answer.
   *
   * @param answer what the seat answers
   * @param reasoning why; may be empty
   * @param agreed whether that is the answer of the largest cluster
   */
  public record Cast(String answer, String reasoning, boolean agreed) implements Ballot {}

  /**
   * No vote: a malformed reply, an exception or a timeout.
   *
   * @param reason which
   */
  public record None(String reason) implements Ballot {}
}
