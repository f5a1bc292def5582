package dev.nightshift.council;

import java.util.List;

/** What a seat is told about a case; as short as it can be, for models of 135M parameters. */
final class CasePrompt {
  private static final int LONGEST_QUESTION = 2000;
  private static final int LONGEST_ANSWER = 600;

  /** Without them a model of 135M parameters never kept to the form; with two it mostly does. */
  private static final List<CouncilPrompt.Example> EXAMPLES =
      List.of(
          new CouncilPrompt.Example(
              theCase("What is the capital of Norway?", "Stockholm"),
              "REASONING: Stockholm is the capital of Sweden.\nANSWER: Oslo"),
          new CouncilPrompt.Example(
              theCase("How many legs does a spider have?", "six"),
              "REASONING: A spider is no insect and has eight legs.\nANSWER: eight"));

  private CasePrompt() {}

  private static String theCase(String question, String badAnswer) {
    return "Question: " + question + "\nGiven answer: " + badAnswer;
  }

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
    user.append(
        theCase(
            Excerpt.of(theCase.question(), LONGEST_QUESTION),
            Excerpt.of(theCase.badAnswer(), LONGEST_ANSWER)));
    return new CouncilPrompt(system, EXAMPLES, user.toString(), maxTokens);
  }
}
