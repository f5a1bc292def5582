package dev.nightshift.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A request body in OpenAI's form. A parameter that is null is one that is not there, and whatever
 * nobody asks for is passed over, because clients send much that a server need not know.
 */
record OpenAiBody(JsonNode json) {
  OpenAiBody {
    if (!json.isObject()) {
      throw OpenAiException.invalid("body", "a JSON object is needed as the body");
    }
  }

  /** Whether a parameter is there. */
  boolean has(String name) {
    return json.hasNonNull(name);
  }

  /** A parameter; missing if it is not there. */
  JsonNode get(String name) {
    return has(name) ? json.path(name) : MissingNode.getInstance();
  }

  Optional<String> text(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!get(name).isString()) {
      throw OpenAiException.invalid(name, name + " must be a string");
    }
    return Optional.of(get(name).stringValue());
  }

  /** The model that is named. */
  String model() {
    return text("model")
        .filter(name -> !name.isBlank())
        .orElseThrow(() -> OpenAiException.invalid("model", "you must name a model"));
  }

  boolean flag(String name) {
    if (has(name) && !get(name).isBoolean()) {
      throw OpenAiException.invalid(name, name + " must be true or false");
    }
    return get(name).asBoolean(false);
  }

  OptionalInt integer(String name, int least, int most) {
    if (!has(name)) {
      return OptionalInt.empty();
    }
    JsonNode value = get(name);
    if (!value.canConvertToExactIntegral()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw OpenAiException.invalid(
          name,
          "%s must be an integer %s, not %s"
              .formatted(
                  name,
                  most == Integer.MAX_VALUE
                      ? "of at least " + least
                      : "within " + least + " and " + most,
                  value));
    }
    return OptionalInt.of(value.intValue());
  }

  OptionalLong longInteger(String name) {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    if (!get(name).canConvertToExactIntegral() || !get(name).canConvertToLong()) {
      throw OpenAiException.invalid(name, name + " must be an integer of 64 bits");
    }
    return OptionalLong.of(get(name).longValue());
  }

  OptionalDouble number(String name, double least, double most) {
    if (!has(name)) {
      return OptionalDouble.empty();
    }
    JsonNode value = get(name);
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw OpenAiException.invalid(
          name, "%s must be a number within %s and %s".formatted(name, least, most));
    }
    return OptionalDouble.of(value.doubleValue());
  }

  /** One text or several. */
  List<String> texts(String name) {
    JsonNode value = get(name);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (value.isString()) {
      return List.of(value.stringValue());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : value) {
      if (!each.isString()) {
        break;
      }
      texts.add(each.stringValue());
    }
    if (!value.isArray() || texts.size() < value.size()) {
      throw OpenAiException.invalid(name, name + " must be a string or a list of strings");
    }
    return List.copyOf(texts);
  }
}
