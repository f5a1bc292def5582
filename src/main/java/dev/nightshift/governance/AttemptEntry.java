package dev.nightshift.governance;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One attempt as the index keeps it.
 *
 * @param id the time and whose it is; part of its files' names
 * @param run id of the run
 * @param task id of the task
 * @param attempt its number in the run, from 1
 * @param round from 1
 * @param parent number of the attempt that it repairs, 0 for none
 * @param time when it had been judged
 * @param instructions version of what its writer was told
 * @param passed whether all rows and the tests passed
 * @param passRate share of the rows that passed, 0 to 1
 * @param rows how many rows there are
 * @param testsPassed whether the tests did
 * @param problems how it failed; empty when it passed
 * @param writingMs time of the models, milliseconds
 * @param sandboxMs time of the runs, milliseconds
 * @param files names of its files, the program first
 */
public record AttemptEntry(
    String id,
    String run,
    String task,
    int attempt,
    int round,
    int parent,
    Instant time,
    int instructions,
    boolean passed,
    double passRate,
    int rows,
    boolean testsPassed,
    List<AttemptProblem> problems,
    long writingMs,
    long sandboxMs,
    List<String> files) {
  public AttemptEntry {
    problems = problems == null ? List.of() : List.copyOf(problems);
    files = files == null ? List.of() : List.copyOf(files);
  }

  /** Its patterns, each once. */
  Set<FailureCategory> categories() {
    return problems.stream()
        .map(AttemptProblem::category)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
