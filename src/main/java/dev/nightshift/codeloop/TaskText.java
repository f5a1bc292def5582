package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A task as its file says it; see {@link TaskFile}. What is not said is null. */
record TaskText(
    @Nullable String id,
    @Nullable String prompt,
    @Nullable String function,
    @Nullable Boolean stdin,
    @Nullable List<RowText> rows,
    @Nullable String tests,
    @Nullable List<String> imports,
    @Nullable LimitsText limits,
    @Nullable Double tolerance,
    @Nullable SizesText sizes) {
  private static final int EVERY = 3;

  private static final Pattern SIGNATURE =
      Pattern.compile(
          "\\s*(?:def\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*(\\(.*\\).*?)\\s*:?\\s*", Pattern.DOTALL);

  record RowText(
      @Nullable String id,
      @Nullable JsonNode args,
      @Nullable String stdin,
      @Nullable JsonNode expected,
      @Nullable Boolean hidden) {}

  record LimitsText(@Nullable Double seconds, @Nullable Integer memoryMebibytes) {}

  record SizesText(
      @Nullable String counts,
      @Nullable String make,
      @Nullable Integer from,
      @Nullable Integer to) {}

  /**
   * The task.
   *
   * @param usual its id when it says none
   * @param most what it may use
   * @throws IllegalArgumentException with what cannot be meant
   */
  CodeTask task(String usual, Limits most) {
    Contract contract = contract();
    return new CodeTask(
        id == null ? usual : id,
        prompt == null ? "" : prompt.strip(),
        contract,
        rows(rows == null ? List.of() : rows, contract),
        tests == null ? "" : tests,
        imports == null ? List.of() : imports,
        limits(limits, most),
        tolerance == null ? 0 : tolerance,
        sizes == null ? Optional.empty() : Optional.of(sizes(sizes)));
  }

  private Contract contract() {
    boolean reads = Boolean.TRUE.equals(stdin);
    if (reads == (function != null)) {
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

  private static Limits limits(@Nullable LimitsText text, Limits most) {
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

  private static Sizes sizes(SizesText text) {
    if (text.counts() == null || text.make() == null) {
      throw new IllegalArgumentException(
          "sizes needs counts: what n counts, and make: Python that defines make(n)");
    }
    return new Sizes(
        text.counts().strip(),
        text.make(),
        text.from() == null ? Sizes.FROM : text.from(),
        text.to() == null ? Sizes.TO : text.to());
  }
}
