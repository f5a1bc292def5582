package dev.nightshift.appraisal;

import dev.nightshift.appraisal.Practice.Checker;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Contract;
import dev.nightshift.sandbox.Entry;
import dev.nightshift.sandbox.Outcome;
import dev.nightshift.sandbox.Program;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.Validation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has programs read: by a script of ours in the sandbox, and by the checkers that are installed.
 */
final class ProgramReview {
  private static final String OURS = "nightshift";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Sandbox sandbox;
  private final List<StaticChecker> checkers;
  private final String script = Resources.text("review.py");

  ProgramReview(Sandbox sandbox, List<StaticChecker> checkers) {
    this.sandbox = sandbox;
    this.checkers = List.copyOf(checkers);
  }

  /** What our own reader says. */
  Practice own(CodeTask task, String source) {
    List<Remark> remarks = new ArrayList<>();
    Checker ours = ours(task, source, remarks);
    return Practice.of(remarks, List.of(ours));
  }

  Practice review(CodeTask task, String source) {
    List<Remark> remarks = new ArrayList<>();
    List<Checker> asked = new ArrayList<>();
    asked.add(ours(task, source, remarks));
    for (StaticChecker checker : checkers) {
      asked.add(checker.check(source, remarks));
    }
    remarks.sort(Comparator.comparingInt(Remark::line).thenComparing(Remark::severity));
    return Practice.of(remarks, asked);
  }

  private Checker ours(CodeTask task, String source, List<Remark> remarks) {
    String function =
        switch (task.contract()) {
          case Contract.Function(String name, String _) -> name;
          case Contract.StandardInput _ -> "";
        };
    String request =
        JSON.createObjectNode().put("source", source).put("function", function).toString();
    Outcome outcome = sandbox.run(new Program(script, new Entry.Script(request), Validation.off()));
    try {
      for (String line : outcome.output().lines().toList()) {
        JsonNode said = JSON.readTree(line);
        remarks.add(
            new Remark(
                Remark.Severity.valueOf(said.path("severity").asString("LOW")),
                said.path("line").asInt(1),
                said.path("rule").asString(""),
                said.path("message").asString(""),
                OURS));
      }
    } catch (JacksonException | IllegalArgumentException e) {
      return new Checker(OURS, "1", "what it said cannot be read: " + e.getMessage());
    }
    return new Checker(
        OURS,
        "1",
        outcome.succeeded()
            ? ""
            : "it ended before its time: " + outcome.ending().name().toLowerCase(Locale.ROOT));
  }
}
