package dev.nightshift.benchmark;

import dev.nightshift.sandbox.Entry;
import dev.nightshift.sandbox.Failure;
import dev.nightshift.sandbox.Outcome;
import dev.nightshift.sandbox.Program;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.Validation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Has the Python of problems parsed, by Python, in the sandbox. */
final class ProblemReader {
  /** Problems and characters that are parsed in one run: what comes of it is limited. */
  private static final int MOST = 50;

  private static final int MOST_CHARACTERS = 200_000;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  private final Sandbox sandbox;
  private final String script;

  ProblemReader(Sandbox sandbox) {
    this.sandbox = sandbox;
    try (InputStream in = ProblemReader.class.getResourceAsStream("problems.py")) {
      if (in == null) {
        throw new IllegalStateException("the jar is incomplete: problems.py is missing");
      }
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One reading for each problem, in their order. */
  List<Reading> read(List<Problem> problems) {
    List<Reading> readings = new ArrayList<>();
    List<Problem> some = new ArrayList<>();
    int characters = 0;
    for (Problem problem : problems) {
      int length = problem.fields().toString().length();
      if (some.size() == MOST || (characters + length > MOST_CHARACTERS && !some.isEmpty())) {
        readings.addAll(together(some));
        some.clear();
        characters = 0;
      }
      some.add(problem);
      characters += length;
    }
    readings.addAll(together(some));
    return readings;
  }

  /** Of several of which one ends the interpreter, the others are read without it. */
  private List<Reading> together(List<Problem> problems) {
    if (problems.isEmpty()) {
      return List.of();
    }
    ArrayNode request = JSON.createArrayNode();
    for (Problem problem : problems) {
      ObjectNode one = request.addObject();
      one.put("format", problem.format().name());
      one.set("problem", problem.fields());
    }
    Outcome outcome =
        sandbox.run(new Program(script, new Entry.Script(request.toString()), Validation.off()));
    List<String> lines = outcome.output().lines().toList();
    if (outcome.succeeded() && lines.size() == problems.size()) {
      return lines.stream().map(ProblemReader::reading).toList();
    }
    if (problems.size() == 1) {
      Failure failure = outcome.failure();
      String why =
          failure == null
              ? outcome.ending().name().toLowerCase(Locale.ROOT).replace('_', ' ')
              : failure.type() + ": " + failure.message();
      return List.of(new Reading.Unusable("its Python cannot be parsed: " + why));
    }
    int half = problems.size() / 2;
    List<Reading> readings = new ArrayList<>(together(problems.subList(0, half)));
    readings.addAll(together(problems.subList(half, problems.size())));
    return readings;
  }

  private static Reading reading(String line) {
    try {
      JsonNode read = JSON.readTree(line);
      if (read.has("problem")) {
        return new Reading.Unusable(text(read, "problem"));
      }
      return new Reading.Usable(
          text(read, "prompt"),
          text(read, "name"),
          text(read, "signature"),
          StreamSupport.stream(read.path("rows").spliterator(), false)
              .map(
                  row ->
                      new Reading.Case(
                          row.path("args"),
                          row.path("expected"),
                          row.path("challenge").asBoolean(false)))
              .toList(),
          text(read, "tests"),
          StreamSupport.stream(read.path("needs").spliterator(), false)
              .map(JsonNode::asString)
              .toList(),
          text(read, "solution"));
    } catch (JacksonException e) {
      return new Reading.Unusable("its Python cannot be parsed: " + e.getOriginalMessage());
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
