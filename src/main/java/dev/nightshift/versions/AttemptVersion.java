package dev.nightshift.versions;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.codeloop.RunStart;
import java.time.Instant;
import org.eclipse.jgit.revwalk.RevCommit;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An attempt as its commit tells of it.
 *
 * @param run id of its run
 * @param task id of the task
 * @param number from 1, in the order of the run
 * @param round from 1
 * @param parent number of the attempt that it repairs, 0 for none
 * @param instructions version of what the writer was told before the task
 * @param rowsPassed rows, shown and hidden, that it passed
 * @param rows that there were
 * @param tests what the task's tests said
 * @param length characters of the program that are not white space, 0 for none
 * @param feedback what the writer had been told was wrong
 * @param at when it had been judged, to the second
 * @param commit the commit's id
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AttemptVersion(
    String run,
    String task,
    int number,
    int round,
    int parent,
    int instructions,
    int rowsPassed,
    int rows,
    Tests tests,
    int length,
    String feedback,
    Instant at,
    String commit) {
  /** What the task's tests said. */
  public enum Tests {
    PASSED,
    FAILED,
    NONE;

    static Tests of(boolean any, boolean passed) {
      return any ? (passed ? PASSED : FAILED) : NONE;
    }

    private static Tests read(String word) {
      return switch (word) {
        case "passed" -> PASSED;
        case "failed" -> FAILED;
        default -> NONE;
      };
    }

    private String word() {
      return switch (this) {
        case PASSED -> "passed";
        case FAILED -> "failed";
        case NONE -> "none";
      };
    }
  }

  /** Whether everything passed. */
  public boolean solved() {
    return length > 0 && rowsPassed == rows && tests != Tests.FAILED;
  }

  /** As {@code RUN:NUMBER}. */
  public String name() {
    return run + ":" + number;
  }

  /** Whether it became more than another: more passed, then the shorter program. */
  boolean betterThan(AttemptVersion other) {
    if (points() != other.points()) {
      return points() > other.points();
    }
    return length > 0 && (other.length == 0 || length < other.length);
  }

  private int points() {
    return rowsPassed + (tests == Tests.FAILED ? 0 : 1);
  }

  /** The message of an attempt's commit. */
  static String message(RunStart start, Attempt attempt) {
    Judgement judgement = attempt.judgement();
    long passed = judgement.rows().stream().filter(RowResult::passed).count();
    Tests tests = Tests.of(!start.task().tests().isBlank(), judgement.testsPassed());
    Trailers trailers =
        new Trailers()
            .with("Run", start.id())
            .with("Task", start.task().id())
            .with("Attempt", attempt.number())
            .with("Round", attempt.round())
            .with("Parent-Attempt", attempt.parent())
            .with("Instructions", start.instructions().version())
            .with("Rows-Passed", passed)
            .with("Rows", judgement.rows().size())
            .with("Tests", tests.word())
            .with("Tests-Problem", judgement.testProblem())
            .with("Length", Quality.characters(attempt.source()))
            .with("Writing-Milliseconds", attempt.writing().toMillis())
            .with("Sandbox-Milliseconds", judgement.time().toMillis())
            .with("Time-Growth", attempt.quality().map(Quality::growth).orElse(""))
            .with("Practice", attempt.quality().map(AttemptVersion::practice).orElse(""))
            .with("Feedback", attempt.feedback());
    return trailers.message(
        "%s, attempt %d: %d of %d rows%s"
            .formatted(
                start.task().id(),
                attempt.number(),
                passed,
                judgement.rows().size(),
                tests == Tests.NONE ? "" : ", tests " + tests.word()));
  }

  private static String practice(Quality quality) {
    return Double.isNaN(quality.practice()) ? "" : String.valueOf(quality.practice());
  }

  static AttemptVersion of(RevCommit commit) {
    Trailers trailers = Trailers.of(commit.getFullMessage());
    return new AttemptVersion(
        trailers.text("Run"),
        trailers.text("Task"),
        trailers.number("Attempt"),
        trailers.number("Round"),
        trailers.number("Parent-Attempt"),
        trailers.number("Instructions"),
        trailers.number("Rows-Passed"),
        trailers.number("Rows"),
        Tests.read(trailers.text("Tests")),
        trailers.number("Length"),
        trailers.text("Feedback"),
        Instant.ofEpochSecond(commit.getCommitTime()),
        commit.name());
  }
}
