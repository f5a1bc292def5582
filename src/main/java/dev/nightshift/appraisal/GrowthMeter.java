package dev.nightshift.appraisal;

import dev.nightshift.appraisal.Efficiency.Sample;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Contract;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Row;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.sandbox.Entry;
import dev.nightshift.sandbox.Outcome;
import dev.nightshift.sandbox.Program;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.Validation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Measures in the sandbox how programs get on with larger and larger inputs. */
final class GrowthMeter {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Sizes that count: overheads of smaller ones hide what grows. */
  private static final int LARGEST = 10;

  private static final double SPREAD = 8;

  /** Rows of whose inputs one can be made larger: the first that can is. */
  private static final int ROWS = 8;

  private static final String NO_SIZES =
      "what a script reads cannot be made larger; the task can say how, with sizes";

  /** Below that nobody cares what grows. */
  private static final long LITTLE_MEMORY = 4096;

  private final Sandbox sandbox;
  private final String script = Resources.text("measure.py");

  GrowthMeter(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * Measures.
   *
   * @param most no larger input is tried after that
   */
  Efficiency measure(CodeTask task, String source, Judgement judgement, Duration most) {
    if (!judgement.findings().isEmpty()) {
      return Efficiency.unknown("the program does not run");
    }
    ObjectNode request = JSON.createObjectNode();
    request.put("source", source);
    request.put("seconds", most.toMillis() / 1000.0);
    String word = HexFormat.of().formatHex(RANDOM.generateSeed(8)) + " ";
    request.put("word", word);
    List<Row> rows = longest(judgement);
    boolean function = task.contract() instanceof Contract.Function;
    if (rows.isEmpty() && !task.rows().isEmpty()) {
      return Efficiency.unknown("there is no row that it passes, to make its input larger");
    }
    if (task.sizes().isEmpty() && (rows.isEmpty() || !function)) {
      return Efficiency.unknown(
          function ? "there is no row whose input could be made larger" : NO_SIZES);
    }
    request.put(
        "function",
        task.contract() instanceof Contract.Function(String name, String _) ? name : "");
    task.sizes()
        .ifPresentOrElse(
            sizes ->
                request
                    .putObject("sizes")
                    .put("counts", sizes.counts())
                    .put("make", sizes.make())
                    .put("from", sizes.from())
                    .put("to", sizes.to()),
            () -> {
              ArrayNode arguments = request.putArray("arguments");
              rows.forEach(row -> arguments.add(JSON.readTree(row.input())));
            });
    return measured(request, word);
  }

  /**
   * Of the passed rows those with the longest inputs: they say most about what an input is like.
   */
  private static List<Row> longest(Judgement judgement) {
    return judgement.rows().stream()
        .filter(RowResult::passed)
        .map(RowResult::row)
        .sorted(Comparator.comparingInt((Row row) -> row.input().length()).reversed())
        .limit(ROWS)
        .toList();
  }

  private Efficiency measured(ObjectNode request, String word) {
    Outcome outcome =
        sandbox.run(new Program(script, new Entry.Script(request.toString()), Validation.off()));
    List<Sample> samples = new ArrayList<>();
    String about = "";
    String stopped = "";
    String unmade = "";
    for (String line : outcome.output().lines().toList()) {
      if (line.startsWith(word)) {
        JsonNode said = read(line.substring(word.length()));
        about = said.path("about").asString(about);
        stopped = said.path("stopped").asString(stopped);
        unmade = said.path("unmade").asString(unmade);
        if (said.has("seconds")) {
          samples.add(
              new Sample(
                  said.path("n").asLong(0),
                  said.path("seconds").asDouble(0),
                  said.path("bytes").asLong(-1)));
        }
      }
    }
    if (!unmade.isEmpty()) {
      return Efficiency.unknown(unmade);
    }
    if (about.isEmpty()) {
      return Efficiency.unknown("no argument can be made larger");
    }
    samples.sort(Comparator.comparingLong(Sample::n));
    return Efficiency.of(time(samples, stopped), memory(samples, stopped), about, samples);
  }

  /** What takes long for a small input and not for a larger one was disturbed. */
  private static Growth time(List<Sample> samples, String stopped) {
    double[] values = samples.stream().mapToDouble(Sample::seconds).toArray();
    for (int i = values.length - 2; i >= 0; i--) {
      values[i] = Math.min(values[i], values[i + 1]);
    }
    if (values.length > 0 && values[0] <= 0) {
      return Growth.unknown("the clock sees no time");
    }
    return fitted(samples, values, stopped);
  }

  private static Growth memory(List<Sample> samples, String stopped) {
    List<Sample> held = samples.stream().filter(sample -> sample.bytes() >= 0).toList();
    if (held.size() >= GrowthFit.FEWEST
        && held.stream().allMatch(sample -> sample.bytes() < LITTLE_MEMORY)) {
      return Growth.of(Order.CONSTANT);
    }
    List<Sample> much =
        held.stream().filter(sample -> sample.bytes() >= LITTLE_MEMORY / 8).toList();
    return fitted(much, much.stream().mapToDouble(Sample::bytes).toArray(), stopped);
  }

  private static Growth fitted(List<Sample> samples, double[] values, String stopped) {
    if (samples.size() < GrowthFit.FEWEST && !stopped.isEmpty()) {
      return Growth.unknown("larger inputs make it fail: " + stopped);
    }
    int from = Math.max(0, samples.size() - LARGEST);
    return GrowthFit.of(
        samples.stream().skip(from).mapToDouble(Sample::n).toArray(),
        Arrays.copyOfRange(values, from, values.length),
        SPREAD);
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JacksonException e) {
      // Forged by the program: it says nothing.
      return JSON.createObjectNode();
    }
  }
}
