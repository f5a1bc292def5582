package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads tasks from YAML files:
 *
 * <pre>
 * id: primes                       # default: the file's name
 * prompt: Return the first n prime numbers.
 * function: "first_primes(n: int) -&gt; list[int]"    # or  stdin: true
 * rows:
 *   - {args: [3], expected: [2, 3, 5]}
 *   - {id: none, args: [0], expected: [], hidden: true}
 * tests: |
 *   assert first_primes(1) == [2]
 * imports: [math]
 * limits: {seconds: 5, memoryMebibytes: 256}
 * tolerance: 1e-9
 * sizes:
 *   counts: primes
 *   to: 20000
 *   make: |
 *     def make(n):
 *         return [n]
 * </pre>
 *
 * <p>Where no row says whether it is hidden, every third one is.
 */
public final class TaskFile {
  private static final long LONGEST = 4L << 20;

  /** Of a task that is sent; a file may have as many as its size allows. */
  private static final int MOST_ROWS = 1_000;

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final String called;
  private final String id;
  private final Limits most;

  /**
   * @param called how it is spoken of in errors
   * @param id of a task that has none of its own
   * @param most what a task may use; its own limits can only be lower
   */
  TaskFile(String called, String id, Limits most) {
    this.called = called;
    this.id = id;
    this.most = most;
  }

  /**
   * Reads a file.
   *
   * @param most what a task may use; its own limits can only be lower
   * @throws CodeLoopException TASK with what is wrong, and the line where that is known
   */
  public static CodeTask read(Path file, Limits most) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    TaskFile task = new TaskFile("the task " + file, name, most);
    try {
      if (Files.size(file) > LONGEST) {
        throw task.wrong("is longer than " + LONGEST + " bytes", null);
      }
      return task.read(Files.readString(file));
    } catch (IOException e) {
      throw task.wrong("cannot be read: " + e, e);
    }
  }

  /**
   * Reads a task that came as JSON in the same form.
   *
   * @param most what a task may use; its own limits can only be lower
   * @throws CodeLoopException TASK with what is wrong, and the member where that is known
   */
  public static CodeTask of(JsonNode json, Limits most) {
    TaskFile task = new TaskFile("the task", "task", most);
    if (!json.isObject()) {
      throw task.wrong("is no task: it must be a name, or an object as in a task's file", null);
    }
    int rows = json.path("rows").size();
    if (rows > MOST_ROWS) {
      throw task.wrong("has " + rows + " rows; " + MOST_ROWS + " may be sent", null);
    }
    return task.read(() -> YAML.treeToValue(json, TaskText.class));
  }

  /**
   * Reads a task's text, likewise.
   *
   * @param called how it is spoken of in errors
   * @param id of a task that has none of its own
   */
  public static CodeTask parse(String called, String id, String yaml, Limits most) {
    return new TaskFile(called, id, most).read(yaml);
  }

  /** Reads its text, likewise. */
  CodeTask read(String yaml) {
    if (yaml.isBlank()) {
      throw wrong("is no task: it is empty", null);
    }
    return read(() -> YAML.readValue(yaml, TaskText.class));
  }

  private CodeTask read(Supplier<@Nullable TaskText> reading) {
    try {
      TaskText text = reading.get();
      if (text == null) {
        throw new IllegalArgumentException("it is empty");
      }
      return text.task(id, most);
    } catch (UnrecognizedPropertyException e) {
      throw wrong(
          "is no task: "
              + (e.getPath().size() > 1 ? member(e) : "")
              + "\""
              + e.getPropertyName()
              + "\" is not known there; known are "
              + String.join(
                  ", ", e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList()),
          e);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where = at == null || at.getLineNr() < 1 ? "" : "in line " + at.getLineNr() + " ";
      String what =
          e instanceof MismatchedInputException
              ? "another kind of value belongs there"
              : e.getOriginalMessage();
      throw wrong(where + "is no task: " + member(e) + what, e);
    } catch (IllegalArgumentException e) {
      throw wrong("is no task: " + e.getMessage(), e);
    }
  }

  /** Where in the task, such as {@code rows[2].hidden}. */
  private static String member(JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "" : path.append(": ").toString();
  }

  private CodeLoopException wrong(String what, @Nullable Throwable cause) {
    String message = called + " " + what;
    return cause == null
        ? new CodeLoopException(CodeLoopException.Code.TASK, message)
        : new CodeLoopException(CodeLoopException.Code.TASK, message, cause);
  }
}
