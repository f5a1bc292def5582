package dev.nightshift.coderuns;

import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.RowResult;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a program made of a row, for the task's owner.
 *
 * @param hidden whether no model saw it
 * @param output what came out; empty for nothing
 * @param expected the ground truth
 * @param problem why it did not pass
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RowReport(
    String id, boolean hidden, String output, String expected, boolean passed, String problem) {

  static RowReport of(RowResult result) {
    return new RowReport(
        result.row().id(),
        result.row().hidden(),
        result.output(),
        result.row().expected(),
        result.passed(),
        result.problem());
  }

  /** All of a judgement. */
  public static List<RowReport> of(Judgement judgement) {
    return judgement.rows().stream().map(RowReport::of).toList();
  }
}
