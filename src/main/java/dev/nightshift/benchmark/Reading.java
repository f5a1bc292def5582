package dev.nightshift.benchmark;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What was made of a problem. */
sealed interface Reading {
  /**
   * What a task needs.
   *
   * @param prompt what a model is told
   * @param function the name of the function
   * @param signature with its parameters
   * @param cases arguments with what they come to, in the order of the tests
   * @param tests what else decides, as Python; may be empty
   * @param needs modules that the solution imports, and built-in functions as {@code builtins.eval}
   * @param solution may be empty
   */
  record Usable(
      String prompt,
      String function,
      String signature,
      List<Case> cases,
      String tests,
      List<String> needs,
      String solution)
      implements Reading {}

  /**
   * A test that is no more than a value of a call.
   *
   * @param arguments an array or an object
   * @param challenge whether it is one of those that were added to be harder
   */
  record Case(JsonNode arguments, JsonNode expected, boolean challenge) {}

  /**
   * It cannot become a task.
   *
   * @param problem why
   */
  record Unusable(String problem) implements Reading {}
}
