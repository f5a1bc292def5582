package dev.nightshift.benchmark;

import java.util.List;

/**
 * What became of a file's problems.
 *
 * @param imported written as tasks
 * @param kept there was a task of that name, which was left as it is
 * @param refused could not be imported
 * @param failed solutions that do not pass their own tests; empty when these were not run
 */
public record ImportReport(
    List<Imported> imported, List<Imported> kept, List<Refused> refused, List<Failed> failed) {
  public ImportReport {
    imported = List.copyOf(imported);
    kept = List.copyOf(kept);
    refused = List.copyOf(refused);
    failed = List.copyOf(failed);
  }

  /**
   * A problem with its task.
   *
   * @param line of the problem
   * @param id the task's
   * @param file the task's
   * @param rows inputs with their ground truth
   * @param hidden how many of these no model may see
   * @param tests whether it also has tests
   * @param solution the file of the solution, empty for none
   */
  public record Imported(
      int line, String id, String file, int rows, int hidden, boolean tests, String solution) {}

  /**
   * A problem that is no task.
   *
   * @param line where it stands, 0 for what is not in the file
   * @param id its own, empty where it has none
   * @param problem why, in words
   */
  public record Refused(int line, String id, String problem) {}

  /**
   * A solution that does not pass.
   *
   * @param id the task's
   * @param problem the first row or test that it fails
   */
  public record Failed(String id, String problem) {}
}
