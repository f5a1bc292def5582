package dev.nightshift.coderuns;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.codeloop.RowResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A program that was tried.
 *
 * @param parent number of the one it repairs, 0 for none
 * @param rows how many rows there are
 * @param rowsPassed how many of them it passed
 * @param passRate share of the rows, 0 to 1
 * @param testsPassed whether it passed the task's tests; true when there are none
 * @param problems what was wrong with it, the first few
 * @param feedback what its writer was told
 * @param source empty when the model wrote none
 * @param writingMs time of the models
 * @param sandboxMs time of the runs
 * @param growth order in which its time grows, such as {@code O(n)}; null where that is not known
 * @param practice how well it is made, 0 to 1; null where that is not known
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AttemptReport(
    int number,
    int round,
    int parent,
    int rows,
    int rowsPassed,
    double passRate,
    boolean testsPassed,
    List<String> problems,
    String feedback,
    String source,
    long writingMs,
    long sandboxMs,
    @Nullable String growth,
    @Nullable Double practice) {
  private static final int MOST_PROBLEMS = 20;

  public AttemptReport {
    problems = List.copyOf(problems);
  }

  static AttemptReport of(Attempt attempt) {
    Judgement judgement = attempt.judgement();
    return new AttemptReport(
        attempt.number(),
        attempt.round(),
        attempt.parent(),
        judgement.rows().size(),
        (int) judgement.rows().stream().filter(RowResult::passed).count(),
        judgement.passRate(),
        judgement.testsPassed(),
        problems(judgement),
        attempt.feedback(),
        attempt.source(),
        attempt.writing().toMillis(),
        judgement.time().toMillis(),
        attempt.quality().map(Quality::growth).filter(one -> !one.isEmpty()).orElse(null),
        attempt.quality().map(Quality::practice).filter(one -> !one.isNaN()).orElse(null));
  }

  /** What was wrong with a program, in words. */
  public static List<String> problems(Judgement judgement) {
    List<String> problems = new ArrayList<>();
    judgement
        .findings()
        .forEach(finding -> problems.add("line " + finding.line() + ": " + finding.message()));
    if (problems.isEmpty()) {
      judgement.rows().stream()
          .filter(result -> !result.passed())
          .forEach(result -> problems.add(result.row().id() + ": " + result.problem()));
      if (!judgement.testsPassed()) {
        problems.add("tests: " + judgement.testProblem());
      }
    }
    return problems.stream().limit(MOST_PROBLEMS).toList();
  }
}
