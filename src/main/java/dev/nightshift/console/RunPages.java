package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.coderuns.AttemptReport;
import dev.nightshift.coderuns.CodeRunsException;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.Viewer;
import dev.nightshift.gateway.Needs;
import dev.nightshift.prompts.CandidateRecord;
import dev.nightshift.prompts.PromptHistory;
import dev.nightshift.prompts.PromptVersion;
import dev.nightshift.prompts.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** One run of the code loop with all its programs, and the versions of what its writer is told. */
@Controller
@Needs(AccessScope.OPERATE)
final class RunPages {
  private final ConsoleParts parts;

  RunPages(ConsoleParts parts) {
    this.parts = parts;
  }

  /**
   * A program that was tried.
   *
   * @param title its number, round, and which one it repairs
   * @param changes against the one that it repairs; all of it for one that repairs none
   */
  record Attempt(
      String title,
      String passed,
      String tone,
      String growth,
      List<String> problems,
      String feedback,
      List<LineDiff.Line> changes) {}

  /** A row of the task, as the best program left it. */
  record Row(String id, String output, String expected, String verdict, String tone) {}

  /** A version of the instructions, with what it changed. */
  record Version(
      int number, boolean inForce, String adopted, String reason, List<LineDiff.Line> changes) {}

  /** A candidate, and the numbers of its last trial. */
  record Tried(
      String id,
      String status,
      String tone,
      String why,
      String reason,
      String trial,
      String text) {}

  @GetMapping("/console/governance/runs/{id}")
  String run(@PathVariable String id, Model model) {
    RunReport run = find(id);
    Map<Integer, String> sources =
        run.attempts().stream()
            .collect(Collectors.toMap(AttemptReport::number, AttemptReport::source));
    model.addAttribute("run", GovernancePages.run(run.summary(), parts.shown()));
    model.addAttribute("prompt", run.prompt());
    model.addAttribute("problem", run.summary().problem());
    model.addAttribute("source", run.source());
    model.addAttribute(
        "rows",
        run.rows().stream()
            .map(
                row ->
                    new Row(
                        row.id() + (row.hidden() ? " (hidden)" : ""),
                        row.output(),
                        row.expected(),
                        row.passed() ? "passed" : row.problem(),
                        row.passed() ? "good" : "bad"))
            .toList());
    model.addAttribute(
        "attempts",
        run.attempts().stream()
            .map(one -> attempt(one, sources.getOrDefault(one.parent(), "")))
            .toList());
    return "run";
  }

  private RunReport find(String id) {
    try {
      return parts.code().report(id, new Viewer("", true));
    } catch (CodeRunsException e) {
      throw new ConsoleException(ConsoleException.Code.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  private static Attempt attempt(AttemptReport one, String parent) {
    boolean passed = one.testsPassed() && one.rowsPassed() == one.rows();
    String repairs = one.parent() > 0 ? ", repairs " + one.parent() : "";
    return new Attempt(
        "Program " + one.number() + ", round " + one.round() + repairs,
        one.rowsPassed()
            + " of "
            + one.rows()
            + " rows"
            + (one.testsPassed() ? "" : ", not its tests"),
        passed ? "good" : "bad",
        one.growth() == null ? "" : one.growth(),
        one.problems(),
        one.feedback(),
        LineDiff.of(parent, one.source()));
  }

  @GetMapping("/console/governance/instructions")
  String instructions(Model model) {
    PromptHistory history = parts.instructions().get();
    Map<Integer, PromptVersion> byNumber =
        history.versions().stream()
            .collect(Collectors.toMap(one -> one.instructions().version(), Function.identity()));
    List<Version> versions = new ArrayList<>();
    for (PromptVersion version : history.versions()) {
      PromptVersion before = byNumber.get(version.instructions().version() - 1);
      versions.add(version(version, before));
    }
    model.addAttribute("versions", versions.reversed());
    model.addAttribute(
        "candidates", history.candidates().reversed().stream().map(RunPages::tried).toList());
    return "instructions";
  }

  private Version version(PromptVersion version, @Nullable PromptVersion before) {
    return new Version(
        version.instructions().version(),
        version.inForce(),
        version.adopted() == null
            ? "comes with the program"
            : "adopted by " + version.by() + ", " + parts.shown().time(version.adopted()),
        version.reason(),
        LineDiff.of(
            before == null ? "" : before.instructions().text(), version.instructions().text()));
  }

  private static Tried tried(CandidateRecord record) {
    String trial = record.trials().isEmpty() ? "" : numbers(record.trials().getLast());
    return new Tried(
        record.candidate().id(),
        record.status().name().toLowerCase(Locale.ROOT),
        switch (record.status()) {
          case ADOPTED, WON -> "good";
          case REJECTED -> "bad";
          case PROPOSED -> "plain";
        },
        record.candidate().why(),
        record.reason(),
        trial,
        record.candidate().text());
  }

  private static String numbers(Trial trial) {
    return String.format(
        Locale.ROOT,
        "against v%d: mean score %.2f, was %.2f; solved %d, was %d of %d; won %d and lost %d of %d"
            + " tasks; p = %.3g, below %.3g was wanted",
        trial.against(),
        trial.scoreAfter(),
        trial.scoreBefore(),
        trial.solvedAfter(),
        trial.solvedBefore(),
        trial.pairs(),
        trial.tasksWon(),
        trial.tasksLost(),
        trial.tasks(),
        trial.pValue(),
        trial.alpha());
  }
}
