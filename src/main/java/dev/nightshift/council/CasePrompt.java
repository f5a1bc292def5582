package dev.nightshift.council;

/** What a seat is told about a case; as short as it can be, for models of 135M parameters. */
final class CasePrompt {
  private static final int LONGEST_QUESTION = 2000;
  private static final int LONGEST_ANSWER = 600;

  private CasePrompt() {}

  static CouncilPrompt of(CouncilCase theCase, Role role, int maxTokens) {
    String system =
        role.instruction()
            + "\n"
            + "Reply in this form:\n"
            + "REASONING: one short sentence\n"
            + "ANSWER: the answer and nothing else";
    StringBuilder user = new StringBuilder();
    if (!theCase.past().isEmpty()) {
      user.append("Known to be true:\n");
      for (PastCorrection past : theCase.past()) {
        user.append("- ").append(Excerpt.of(past.question(), LONGEST_ANSWER)).append(' ');
        user.append(Excerpt.of(past.answer(), LONGEST_ANSWER)).append('\n');
      }
    }
    user.append("Question: ").append(Excerpt.of(theCase.question(), LONGEST_QUESTION));
    user.append("\nGiven answer: ").append(Excerpt.of(theCase.badAnswer(), LONGEST_ANSWER));
    return new CouncilPrompt(system, user.toString(), maxTokens);
  }
}
