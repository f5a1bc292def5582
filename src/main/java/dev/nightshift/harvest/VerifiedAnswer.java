package dev.nightshift.harvest;

/**
 * An answer that a verifier stands for, to a question that the model once got wrong.
 *
 * @param origin what it belongs to, such as {@code code:primes}; of one origin there is one row
 * @param question what the model is asked
 * @param answer what is to be taught
 * @param badAnswer what it said; may be empty
 * @param evidence what was passed, in words
 * @param unseen whether the answer passed what its writer had not seen
 */
public record VerifiedAnswer(
    String origin,
    String question,
    String answer,
    String badAnswer,
    String evidence,
    boolean unseen) {
  public VerifiedAnswer {
    if (origin.isBlank() || question.isBlank() || answer.isBlank()) {
      throw new IllegalArgumentException("an origin, a question and an answer are needed");
    }
  }
}
