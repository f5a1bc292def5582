package dev.nightshift.coderuns;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * All of a run, as its file keeps it.
 *
 * @param prompt what the program was to do
 * @param source the best program so far, empty for none
 * @param rows what that made of the rows
 * @param testsPassed whether it passed the task's tests; true when there are none
 * @param testProblem what these said otherwise
 * @param attempts all programs, in their order
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunReport(
    RunSummary summary,
    String prompt,
    String source,
    List<RowReport> rows,
    boolean testsPassed,
    String testProblem,
    List<AttemptReport> attempts) {

  public RunReport {
    rows = List.copyOf(rows);
    attempts = List.copyOf(attempts);
  }
}
