package dev.nightshift.appraisal;

import dev.nightshift.appraisal.Practice.Checker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ruff} and {@code bandit}, where they are installed. */
final class Checkers {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Checkers() {}

  /** Both, found by {@code PATH} or as modules of {@code python3} when they are first asked. */
  static List<StaticChecker> installed(Map<String, String> environment) {
    CheckerProcess process =
        new CheckerProcess(environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
    return List.of(
        new Installed(
            process,
            "ruff",
            List.of(
                "check",
                "--isolated",
                "--no-cache",
                "--quiet",
                "--output-format=json",
                // Asserts are what programs for tasks may well have.
                "--select=E4,E7,E9,F,B,C90,PLE,S",
                "--ignore=S101",
                "--stdin-filename=program.py",
                "-"),
            Checkers::ofRuff),
        new Installed(
            process,
            "bandit",
            List.of("--quiet", "--format=json", "--skip=B101", "-"),
            Checkers::ofBandit));
  }

  /** What a checker's answer says. */
  interface Reading {
    List<Remark> of(JsonNode answer);
  }

  /** One of them. */
  private static final class Installed implements StaticChecker {
    private final CheckerProcess process;
    private final String name;
    private final List<String> arguments;
    private final Reading reading;
    private @Nullable List<String> command;
    private String version = "";

    Installed(CheckerProcess process, String name, List<String> arguments, Reading reading) {
      this.process = process;
      this.name = name;
      this.arguments = arguments;
      this.reading = reading;
    }

    /** Looked for once. */
    private synchronized List<String> command() throws IOException {
      List<String> found = command;
      if (found == null) {
        found = process.found(name);
        if (!found.isEmpty()) {
          String said = process.run(CheckerProcess.with(found, List.of("--version")), "").output();
          version = said.lines().findFirst().orElse("").replaceFirst("^" + name + "\\s+", "");
        }
        command = found;
      }
      return found;
    }

    @Override
    public Checker check(String source, List<Remark> remarks) {
      try {
        List<String> found = command();
        if (found.isEmpty()) {
          return new Checker(name, "", "it is not installed");
        }
        CheckerProcess.Result result = process.run(CheckerProcess.with(found, arguments), source);
        if (result.status() > 1) {
          return new Checker(name, version, "it ended with status " + result.status());
        }
        remarks.addAll(reading.of(JSON.readTree(result.output())));
        return new Checker(name, version, "");
      } catch (IOException | JacksonException e) {
        return new Checker(name, version, "it cannot be asked: " + e.getMessage());
      }
    }
  }

  private static List<Remark> ofRuff(JsonNode answer) {
    List<Remark> remarks = new ArrayList<>();
    for (JsonNode said : answer) {
      String rule = said.path("code").asString("syntax-error");
      remarks.add(
          new Remark(
              severity(rule),
              said.path("location").path("row").asInt(1),
              rule,
              said.path("message").asString(""),
              "ruff"));
    }
    return remarks;
  }

  /** Ruff has no severities: by the kinds of its rules. */
  static Remark.Severity severity(String rule) {
    if (Set.of("S102", "S307", "S602", "S604", "S605", "F821", "F823").contains(rule)
        || rule.startsWith("E9")
        || rule.startsWith("PLE")
        || rule.contains("syntax")) {
      return Remark.Severity.HIGH;
    }
    return rule.startsWith("B") || rule.startsWith("C9") || rule.equals("E722")
        ? Remark.Severity.MEDIUM
        : Remark.Severity.LOW;
  }

  private static List<Remark> ofBandit(JsonNode answer) {
    List<Remark> remarks = new ArrayList<>();
    for (JsonNode said : answer.path("results")) {
      remarks.add(
          new Remark(
              switch (said.path("issue_severity").asString("")) {
                case "HIGH" -> Remark.Severity.HIGH;
                case "MEDIUM" -> Remark.Severity.MEDIUM;
                default -> Remark.Severity.LOW;
              },
              said.path("line_number").asInt(1),
              said.path("test_id").asString(""),
              said.path("issue_text").asString(""),
              "bandit"));
    }
    for (JsonNode error : answer.path("errors")) {
      remarks.add(
          new Remark(
              Remark.Severity.LOW,
              1,
              "error",
              error.path("reason").asString("it could not read the program"),
              "bandit"));
    }
    return remarks;
  }
}
