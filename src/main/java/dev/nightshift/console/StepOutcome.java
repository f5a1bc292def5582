package dev.nightshift.console;

import dev.nightshift.nightly.NightStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What a finished step of a night came to, in words.
 *
 * @param tone {@code good}, {@code bad} or {@code plain}
 */
record StepOutcome(String text, String tone) {
  /** Something that a harvest counts, as its step keeps it and as it is told. */
  private record Count(String name, String words) {}

  /** What a harvest counts besides failures and rows, in the order in which it is told. */
  private static final List<Count> COUNTS =
      List.of(
          new Count("corrections", "corrections of people"),
          new Count("verified", "verified solutions"),
          new Count("abstained", "left to a person"),
          new Count("dropped", "of too low quality"),
          new Count("quarantined", "in quarantine"),
          new Count("duplicates", "known already"),
          new Count("deferred", "left for a later night"),
          new Count("withdrawn", "taken back"),
          new Count("malformed_replies", "malformed replies of seats"),
          new Count("missing_replies", "missing replies of seats"));

  static StepOutcome plain(String text) {
    return new StepOutcome(text, "plain");
  }

  static StepOutcome of(NightStep step) {
    JsonNode result = JsonText.of(step.result()).orElse(null);
    if (result == null) {
      return plain("done");
    }
    String reason = result.path("reason").asString("");
    String state = result.path("state").asString("");
    return switch (step.name()) {
      case "preflight" -> plain("the model answers and there is room on the disk");
      case "harvest" -> plain(harvest(result));
      case "train" -> plain(reason.isBlank() ? state.toLowerCase(Locale.ROOT) : reason);
      case "gate" ->
          new StepOutcome(
              (state.equals("PASSED") ? "passed: " : "rejected: ") + reason,
              state.equals("PASSED") ? "good" : "bad");
      case "deploy" ->
          new StepOutcome(deploy(state, reason), state.equals("ACTIVE") ? "good" : "bad");
      default -> plain(result.path("text").asString("done"));
    };
  }

  private static String harvest(JsonNode result) {
    List<String> parts = new ArrayList<>();
    parts.add(
        result.path("failures").asInt(0)
            + " failures, "
            + result.path("kept").asInt(0)
            + " training rows");
    JsonNode numbers = result.path("numbers");
    for (Count counted : COUNTS) {
      long count = Math.round(numbers.path(counted.name()).asDouble(0));
      if (count > 0) {
        parts.add(count + " " + counted.words());
      }
    }
    return String.join(", ", parts);
  }

  private static String deploy(String state, String reason) {
    String word =
        switch (state) {
          case "ACTIVE" -> "live";
          case "ROLLED_BACK" -> "rolled back";
          default -> "rejected";
        };
    return reason.isBlank() ? word : word + ": " + reason;
  }
}
