package dev.nightshift.gateway;

import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Parameters of chat completions that would change the answer and are not there: they are refused
 * unless they say what happens anyway, because an answer that passed them over would be another one
 * than was asked for. All others that are not known are passed over.
 */
final class UnsupportedParameters {
  /** By name, the values that change nothing. */
  private static final Map<String, Predicate<JsonNode>> NEUTRAL =
      Map.ofEntries(
          Map.entry("n", UnsupportedParameters::isOne),
          Map.entry("best_of", UnsupportedParameters::isOne),
          Map.entry("tools", UnsupportedParameters::isEmpty),
          Map.entry("functions", UnsupportedParameters::isEmpty),
          Map.entry("tool_choice", UnsupportedParameters::callsNothing),
          Map.entry("function_call", UnsupportedParameters::callsNothing),
          Map.entry("logit_bias", UnsupportedParameters::isEmpty),
          Map.entry("presence_penalty", UnsupportedParameters::isZero),
          Map.entry("frequency_penalty", UnsupportedParameters::isZero),
          Map.entry("repetition_penalty", UnsupportedParameters::isOne),
          Map.entry("repeat_penalty", UnsupportedParameters::isOne),
          Map.entry("top_k", value -> value.asInt(1) <= 0),
          Map.entry("min_p", UnsupportedParameters::isZero),
          Map.entry("typical_p", UnsupportedParameters::isOne),
          Map.entry("modalities", UnsupportedParameters::isText),
          Map.entry("audio", value -> false),
          Map.entry("web_search_options", value -> false));

  private UnsupportedParameters() {}

  static void refuse(OpenAiBody body) {
    NEUTRAL.forEach(
        (name, neutral) -> {
          if (body.has(name) && !neutral.test(body.get(name))) {
            throw OpenAiException.unsupported(
                name, "%s = %s is not supported here".formatted(name, shortened(body.get(name))));
          }
        });
  }

  private static boolean isZero(JsonNode value) {
    return value.asDouble(1) == 0;
  }

  private static boolean isOne(JsonNode value) {
    return value.asDouble(0) == 1;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isContainer() && value.isEmpty();
  }

  private static boolean callsNothing(JsonNode choice) {
    return choice.asString("").equals("none") || choice.asString("").equals("auto");
  }

  private static boolean isText(JsonNode modalities) {
    return modalities.size() == 1 && modalities.path(0).asString("").equals("text");
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
