package dev.nightshift.scope;

/**
 * How near two questions are: the cosine of their meanings, with what their names, numbers and
 * question words add or take away. What a scope decides by, for others who compare questions.
 */
public final class QuestionNearness {
  private QuestionNearness() {}

  /**
   * The nearness of a question to a known one; 1 is the same, and a shared name may lift it above.
   *
   * @param cosine of their embeddings, -1 to 1
   */
  public static double of(String asked, String known, double cosine) {
    return cosine + Clues.of(asked).adjustment(Clues.of(known));
  }
}
