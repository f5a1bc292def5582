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
  /** The model of a seat that a person takes. */
  public static final String PERSON = "person";

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
   * No vote: the seat replied what is not in the form.
   *
   * @param reply its beginning
   */
  public record Malformed(String reply) implements Ballot {}

  /**
   * No vote: the seat did not reply at all.
   *
   * @param reason an exception, a timeout, a server that is away
   */
  public record Silent(String reason) implements Ballot {}
}
