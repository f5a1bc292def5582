package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * </pre>
 *
 * <p>Where no row says whether it is hidden, every third one is.
 */
public final class TaskFile {
  private static final long LONGEST = 4L << 20;
  private static final int EVERY = 3;

  /** Of a task that is sent; a file may have as many as its size allows. */
  private static final int MOST_ROWS = 1_000;

  private static final Pattern SIGNATURE =
      Pattern.compile(
          "\\s*(?:def\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*(\\(.*\\).*?)\\s*:?\\s*", Pattern.DOTALL);

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

  private record Text(
      @Nullable String id,
      @Nullable String prompt,
      @Nullable String function,
      @Nullable Boolean stdin,
      @Nullable List<RowText> rows,
      @Nullable String tests,
      @Nullable List<String> imports,
      @Nullable LimitsText limits,
      @Nullable Double tolerance) {}

  private record RowText(
      @Nullable String id,
      @Nullable JsonNode args,
      @Nullable String stdin,
      @Nullable JsonNode expected,
      @Nullable Boolean hidden) {}

  private record LimitsText(@Nullable Double seconds, @Nullable Integer memoryMebibytes) {}

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
    return task.read(() -> YAML.treeToValue(json, Text.class));
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
    return read(() -> YAML.readValue(yaml, Text.class));
  }

  private CodeTask read(Supplier<@Nullable Text> reading) {
    try {
      return task(reading.get());
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

  private CodeTask task(@Nullable Text text) {
    if (text == null) {
      throw new IllegalArgumentException("it is empty");
    }
    Contract contract = contract(text);
    return new CodeTask(
        text.id() == null ? id : text.id(),
        text.prompt() == null ? "" : text.prompt().strip(),
        contract,
        rows(text.rows() == null ? List.of() : text.rows(), contract),
        text.tests() == null ? "" : text.tests(),
        text.imports() == null ? List.of() : text.imports(),
        limits(text.limits()),
        text.tolerance() == null ? 0 : text.tolerance());
  }

  private static Contract contract(Text text) {
    boolean stdin = Boolean.TRUE.equals(text.stdin());
    String function = text.function();
    if (stdin == (function != null)) {
      throw new IllegalArgumentException(
          "say either function: \"name(arguments) -> result\" or stdin: true");
    }
    if (function == null) {
      return new Contract.StandardInput();
    }
    Matcher signature = SIGNATURE.matcher(function);
    if (!signature.matches()) {
      throw new IllegalArgumentException(
          "function must be a name with its arguments, such as \"add(a: int, b: int) -> int\": "
              + function);
    }
    return new Contract.Function(signature.group(1), signature.group(1) + signature.group(2));
  }

  private static List<Row> rows(List<RowText> texts, Contract contract) {
    boolean split = texts.stream().allMatch(text -> text == null || text.hidden() == null);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      RowText text = texts.get(i);
      if (text == null) {
        throw new IllegalArgumentException("row-" + (i + 1) + " is empty");
      }
      String id = text.id() == null ? "row-" + (i + 1) : text.id();
      boolean hidden = split ? (i + 1) % EVERY == 0 : Boolean.TRUE.equals(text.hidden());
      rows.add(
          switch (contract) {
            case Contract.Function _ -> ofCall(id, text, hidden);
            case Contract.StandardInput _ -> ofScript(id, text, hidden);
          });
    }
    return rows;
  }

  private static Row ofCall(String id, RowText text, boolean hidden) {
    JsonNode args = text.args();
    JsonNode expected = text.expected();
    if (args == null || !(args.isArray() || args.isObject()) || text.stdin() != null) {
      throw new IllegalArgumentException(
          id + " needs args: a list of positional arguments, or a map of named ones");
    }
    if (expected == null) {
      throw new IllegalArgumentException(id + " needs expected: what the call returns");
    }
    return new Row(id, args.toString(), expected.toString(), hidden);
  }

  private static Row ofScript(String id, RowText text, boolean hidden) {
    JsonNode expected = text.expected();
    if (text.args() != null || expected == null || !expected.isString()) {
      throw new IllegalArgumentException(
          id
              + " needs stdin: what is read, and expected: what is printed, both texts; put a"
              + " number or true in quotes");
    }
    return new Row(id, text.stdin() == null ? "" : text.stdin(), expected.asString(), hidden);
  }

  private Limits limits(@Nullable LimitsText text) {
    if (text == null) {
      return most;
    }
    Duration time = most.wall();
    Duration cpu = most.cpu();
    if (text.seconds() != null) {
      if (!(text.seconds() > 0) || text.seconds() * 1000 > most.wall().toMillis()) {
        throw new IllegalArgumentException(
            "limits.seconds must be above 0 and at most %s, the sandbox's: %s"
                .formatted(most.wall().toMillis() / 1000.0, text.seconds()));
      }
      time = Duration.ofMillis(Math.max(1, Math.round(text.seconds() * 1000)));
      cpu = cpu.compareTo(time) < 0 ? cpu : time;
    }
    Integer memory = text.memoryMebibytes();
    if (memory != null && memory > most.memoryMebibytes()) {
      throw new IllegalArgumentException(
          "limits.memoryMebibytes must be at most %d, the sandbox's: %d"
              .formatted(most.memoryMebibytes(), memory));
    }
    return new Limits(
        time,
        cpu,
        memory == null ? most.memoryMebibytes() : memory,
        most.outputKibibytes(),
        most.diskMebibytes(),
        most.inodes(),
        most.openFiles(),
        most.processes());
  }

  private CodeLoopException wrong(String what, @Nullable Throwable cause) {
    String message = called + " " + what;
    return cause == null
        ? new CodeLoopException(CodeLoopException.Code.TASK, message)
        : new CodeLoopException(CodeLoopException.Code.TASK, message, cause);
  }
}
