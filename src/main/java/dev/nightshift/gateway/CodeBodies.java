package dev.nightshift.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.codeloop.CodeSteps;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.TaskCatalog;
import dev.nightshift.codeloop.TaskFile;
import dev.nightshift.coderuns.AttemptReport;
import dev.nightshift.coderuns.RowReport;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.RunState;
import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.gateway.GatewayException.Code;
import dev.nightshift.sandbox.Limits;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What is sent to {@code /code/…} and comes back from it. */
final class CodeBodies {
  private static final int LONGEST_PROGRAM = 100_000;
  private static final int LONGEST_FEEDBACK = 8_000;

  private CodeBodies() {}

  /** A task as a file of one says it; for the documentation alone. */
  @Schema(name = "CodeTask", description = "A task in the form of a task's file: docs/code.md")
  record TaskForm(
      @Nullable String id,
      @JsonProperty(required = true) String prompt,
      @Schema(example = "first_primes(n: int) -> list[int]") @Nullable String function,
      @Nullable Boolean stdin,
      @Nullable List<RowForm> rows,
      @Nullable String tests,
      @Nullable List<String> imports,
      @Nullable LimitsForm limits,
      @Nullable Double tolerance,
      @Nullable SizesForm sizes) {}

  /** A row of it. */
  @Schema(name = "CodeTaskRow")
  record RowForm(
      @Nullable String id,
      @Schema(description = "of a function: a list, or an object of named arguments")
          @Nullable Object args,
      @Nullable String stdin,
      @Schema(description = "what it returns, or prints") @Nullable Object expected,
      @Nullable Boolean hidden) {}

  /** Its limits. */
  @Schema(name = "CodeTaskLimits")
  record LimitsForm(
      @Nullable Double seconds,
      @JsonProperty("memoryMebibytes") @Nullable Integer memoryMebibytes) {}

  /** How larger inputs are made. */
  @Schema(name = "CodeTaskSizes")
  record SizesForm(
      @Schema(description = "what n counts, in words") @JsonProperty(required = true) String counts,
      @Schema(description = "Python that defines make(n)") @JsonProperty(required = true)
          String make,
      @Nullable Integer from,
      @Nullable Integer to) {}

  /** How a program is asked for. */
  @Schema(name = "CodeTaskBody")
  record TaskBodyForm(
      @Schema(
              description = "the name of a task that comes with the program, or a task",
              anyOf = {String.class, TaskForm.class},
              requiredMode = Schema.RequiredMode.REQUIRED)
          Object task) {}

  /** How a program is sent. */
  @Schema(name = "CodeProgramBody")
  record ProgramBodyForm(
      @Schema(
              description = "the name of a task that comes with the program, or a task",
              anyOf = {String.class, TaskForm.class},
              requiredMode = Schema.RequiredMode.REQUIRED)
          Object task,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = LONGEST_PROGRAM)
          String source,
      @Schema(
              description = "for /code/refactor: what is to be better",
              maxLength = LONGEST_FEEDBACK)
          @Nullable String feedback,
      @Schema(
              description =
                  "for /code/evaluate: tell also how time and memory grow and how well the program"
                      + " is made, which takes seconds")
          @Nullable Boolean appraise) {}

  /** How a run is asked for. */
  @Schema(name = "CodeRunBody")
  record RunBodyForm(
      @Schema(
              description = "the name of a task that comes with the program, or a task",
              anyOf = {String.class, TaskForm.class},
              requiredMode = Schema.RequiredMode.REQUIRED)
          Object task,
      @Schema(description = "most rounds; as configured when there are none")
          @Nullable Integer rounds) {}

  /** What a task may be sent as. */
  private static CodeTask task(@Nullable JsonNode task, Limits most) {
    if (task == null || task.isNull()) {
      throw new GatewayException(
          Code.BAD_REQUEST, "task is missing: the name of one, or a task as in its file");
    }
    return task.isString() ? TaskCatalog.shipped(task.asString(), most) : TaskFile.of(task, most);
  }

  /** Asks for a program. */
  record TaskBody(@Nullable JsonNode task) {
    CodeTask task(Limits most) {
      return CodeBodies.task(task, most);
    }
  }

  /** Asks what a program is worth, or for a better one. */
  record ProgramBody(
      @Nullable JsonNode task,
      @Nullable String source,
      @Nullable String feedback,
      @Nullable Boolean appraise) {
    CodeTask task(Limits most) {
      return CodeBodies.task(task, most);
    }

    String program() {
      if (source == null || source.isBlank()) {
        throw new GatewayException(Code.BAD_REQUEST, "source is missing or blank: the program");
      }
      return atMost("source", source, LONGEST_PROGRAM);
    }

    String wishes() {
      return atMost("feedback", feedback == null ? "" : feedback, LONGEST_FEEDBACK);
    }

    private static String atMost(String name, String text, int most) {
      if (text.length() > most) {
        throw new GatewayException(
            Code.BAD_REQUEST,
            name + " has " + text.length() + " characters; " + most + " are the most");
      }
      return text;
    }
  }

  /** Asks for a run. */
  record RunBody(@Nullable JsonNode task, @Nullable Integer rounds) {
    CodeTask task(Limits most) {
      return CodeBodies.task(task, most);
    }
  }

  /** A program that nobody has run. */
  @Schema(name = "CodeDraft")
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Draft(String task, String source, String model, int instructions, long durationMs) {
    static Draft of(CodeTask task, CodeSteps.Draft draft) {
      return new Draft(
          task.id(),
          draft.source(),
          draft.model(),
          draft.instructions(),
          draft.writing().toMillis());
    }
  }

  /** What became of a program. */
  @Schema(name = "CodeJudgement")
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Judged(
      boolean passed,
      double passRate,
      boolean testsPassed,
      String testProblem,
      List<String> problems,
      List<RowReport> rows,
      long sandboxMs,
      @Schema(description = "null unless it was asked for") @Nullable AppraisalBody appraisal) {
    static Judged of(Appraisal appraisal) {
      return of(appraisal.correctness().judgement(), AppraisalBody.of(appraisal));
    }

    static Judged of(Judgement judgement) {
      return of(judgement, null);
    }

    private static Judged of(Judgement judgement, @Nullable AppraisalBody appraisal) {
      return new Judged(
          judgement.passed(),
          judgement.passRate(),
          judgement.testsPassed(),
          judgement.testProblem(),
          AttemptReport.problems(judgement),
          RowReport.of(judgement),
          judgement.time().toMillis(),
          appraisal);
    }
  }

  /** A program and the one that was to be better. */
  @Schema(name = "CodeRevision")
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Revision(
      String task,
      String source,
      @Schema(description = "whether it passes more, or as much with less text") boolean better,
      String feedback,
      String model,
      long writingMs,
      Judged before,
      Judged after) {
    static Revision of(CodeTask task, String first, CodeSteps.Revision revision) {
      String second = revision.draft().source();
      int gained = revision.after().points() - revision.before().points();
      boolean shorter = second.strip().length() < first.strip().length();
      return new Revision(
          task.id(),
          second,
          !second.isEmpty() && (gained > 0 || (gained == 0 && shorter)),
          revision.feedback(),
          revision.draft().model(),
          revision.draft().writing().toMillis(),
          Judged.of(revision.before()),
          Judged.of(revision.after()));
    }
  }

  /** A run with its best program so far. */
  @Schema(name = "CodeRun")
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Run(
      String id,
      String owner,
      String task,
      RunState state,
      Instant created,
      @Nullable Instant started,
      @Nullable Instant ended,
      String problem,
      int attempts,
      double passRate,
      String prompt,
      String source,
      List<RowReport> rows,
      boolean testsPassed,
      String testProblem,
      Map<String, String> links) {
    static Run of(RunReport report) {
      RunSummary run = report.summary();
      String at = CodeRunsController.at(run.id());
      return new Run(
          run.id(),
          run.owner(),
          run.task(),
          run.state(),
          run.created(),
          run.started(),
          run.ended(),
          run.problem(),
          run.attempts(),
          run.passRate(),
          report.prompt(),
          report.source(),
          report.rows(),
          report.testsPassed(),
          report.testProblem(),
          Map.of("events", at + "/events", "history", at + "/history", "cancel", at + "/cancel"));
    }
  }

  /** Runs, the newest first. */
  @Schema(name = "CodeRunList")
  record Runs(List<RunSummary> runs) {}

  /** The programs of a run, in their order. */
  @Schema(name = "CodeHistory")
  record History(RunSummary run, List<AttemptReport> attempts) {}
}
