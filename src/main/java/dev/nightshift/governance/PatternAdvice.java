package dev.nightshift.governance;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is known to help against each pattern. */
final class PatternAdvice {
  private PatternAdvice() {}

  /** The recommendation for a pattern among so many attempts. */
  static Recommendation on(FailurePattern pattern, int attempts) {
    return new Recommendation(
        pattern.issue(),
        pattern.count(),
        description(pattern, attempts),
        fix(pattern),
        Severity.of(pattern.count(), attempts),
        autoFixable(pattern.issue()));
  }

  private static String description(FailurePattern pattern, int attempts) {
    String what =
        switch (pattern.issue()) {
          case FORBIDDEN_IMPORTS -> "import what may not be imported or is not there";
          case SYNTAX_ERRORS -> "are no Python";
          case MISSING_FUNCTION -> "lack the function asked for, or it takes other arguments";
          case TIMEOUTS -> "took too long";
          case RETURN_FORMAT_ERROR ->
              "give a value of another type or shape, or print it instead of returning it";
          case WRONG_OUTPUT -> "give a value of the right type that is wrong";
          case RESOURCE_LIMITS -> "wanted more memory or output than is allowed";
          case OTHER -> "ended in an exception or otherwise";
        };
    return String.format(
        Locale.ROOT,
        "%d of %d attempts, in %d %s, %s%s; tasks: %s",
        pattern.count(),
        attempts,
        pattern.runs(),
        pattern.runs() == 1 ? "run" : "runs",
        what,
        pattern.details().isEmpty() ? "" : ": " + named(pattern.details()),
        named(pattern.tasks()));
  }

  private static String named(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static boolean autoFixable(FailureCategory category) {
    return switch (category) {
      case FORBIDDEN_IMPORTS, SYNTAX_ERRORS, MISSING_FUNCTION, TIMEOUTS, RETURN_FORMAT_ERROR ->
          true;
      case WRONG_OUTPUT, RESOURCE_LIMITS, OTHER -> false;
    };
  }

  private static String fix(FailurePattern pattern) {
    return switch (pattern.issue()) {
      case WRONG_OUTPUT ->
          "look at the examples' expected values; a larger improver, more samples in a round"
              + " (nightshift.code.samples) or training on verified solutions are what helps";
      case RESOURCE_LIMITS ->
          "look at the examples; raise the task's limits only if a right program needs them";
      case OTHER -> "look at the examples: each names its file with the traceback";
      case FORBIDDEN_IMPORTS, SYNTAX_ERRORS, MISSING_FUNCTION, TIMEOUTS, RETURN_FORMAT_ERROR ->
          "tell the writer: " + sentence(pattern);
    };
  }

  /** One sentence for the instructions. */
  static String sentence(FailurePattern pattern) {
    return switch (pattern.issue()) {
      case FORBIDDEN_IMPORTS -> {
        List<String> modules =
            pattern.details().keySet().stream()
                .filter(name -> name.matches("[A-Za-z_][\\w.]*"))
                .toList();
        yield "Import only the modules that are allowed"
            + (modules.isEmpty() ? "." : "; never import " + String.join(", ", modules) + ".");
      }
      case SYNTAX_ERRORS ->
          "Write complete Python 3: close every bracket, quote and block, and put nothing but code"
              + " into the block.";
      case MISSING_FUNCTION ->
          "Define the function at the top level with exactly the name and parameters of the"
              + " signature.";
      case TIMEOUTS ->
          "Make sure that every loop ends, and avoid nested loops over the whole input.";
      case RETURN_FORMAT_ERROR ->
          "Return a value of exactly the type in the signature and examples; do not print it.";
      case WRONG_OUTPUT ->
          "Go through every example step by step and check that the program gives exactly its"
              + " value.";
      case RESOURCE_LIMITS -> "Do not build larger lists or texts than the result needs.";
      case OTHER ->
          "Check indexes, keys and conversions before use, so that no input raises an exception.";
    };
  }
}
