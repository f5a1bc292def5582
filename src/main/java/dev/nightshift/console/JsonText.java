package dev.nightshift.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads records that other packages wrote down; one that cannot be read is as if it were not. */
final class JsonText {
  private static final JsonMapper JSON = JsonMapper.shared();

  private JsonText() {}

  static Optional<JsonNode> in(Path file) {
    try {
      return Files.isRegularFile(file) ? of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<JsonNode> of(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asString("")));
    return texts;
  }

  static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(one -> numbers.add(one.asDouble(Double.NaN)));
    return numbers;
  }
}
