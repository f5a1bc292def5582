package dev.nightshift.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that a trainer process and its parent exchange: specification, examples, events. */
public final class TrainingJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private TrainingJson() {}

  /** One value on one line, without the line's end. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A specification as JSON. */
  static TrainingSpec readSpec(Path file) {
    try {
      return MAPPER.readValue(Files.readString(file), TrainingSpec.class);
    } catch (NoSuchFileException e) {
      throw new TrainingException(
          TrainingException.Code.INPUT, "there is no specification at " + file, e);
    } catch (IOException | JacksonException e) {
      throw new TrainingException(
          TrainingException.Code.INPUT, file + " is not a specification: " + e.getMessage(), e);
    }
  }

  /** Examples as JSON lines, each ended by a newline. */
  public static byte[] examples(List<TrainingExample> examples) {
    StringBuilder text = new StringBuilder();
    for (TrainingExample example : examples) {
      text.append(line(example)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads examples.
   *
   * @throws TrainingException INPUT naming the line that is not an example, or when there is none
   */
  public static List<TrainingExample> readExamples(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        try {
          examples.add(MAPPER.readValue(lines.get(i), TrainingExample.class));
        } catch (JacksonException e) {
          throw new TrainingException(
              TrainingException.Code.INPUT,
              file + " line " + (i + 1) + " is not a training example: " + e.getOriginalMessage(),
              e);
        }
      }
    }
    if (examples.isEmpty()) {
      throw new TrainingException(TrainingException.Code.INPUT, file + " holds no examples");
    }
    return List.copyOf(examples);
  }
}
