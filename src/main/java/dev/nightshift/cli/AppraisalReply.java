package dev.nightshift.cli;

import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.appraisal.Efficiency;
import dev.nightshift.appraisal.Growth;
import dev.nightshift.appraisal.Order;
import dev.nightshift.appraisal.Practice;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.sandbox.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a program is worth, as scripts read it. */
record AppraisalReply(
    String task, boolean passed, Correct correctness, Efficient efficiency, Practice practice) {

  /** Rows and tests. */
  record Correct(
      double score,
      List<Row> rows,
      boolean testsPassed,
      String testProblem,
      List<Finding> findings) {}

  /** A row. */
  record Row(
      String id, boolean hidden, String output, String expected, boolean passed, String problem) {}

  /** Growth; an order is null when it is not known, and then there is a reason. */
  record Efficient(
      @Nullable Double score,
      @Nullable String time,
      String timeReason,
      @Nullable String memory,
      String memoryReason,
      String n,
      List<Efficiency.Sample> samples) {}

  static AppraisalReply of(CodeTask task, Appraisal appraisal) {
    Judgement judgement = appraisal.correctness().judgement();
    Efficiency efficiency = appraisal.efficiency();
    return new AppraisalReply(
        task.id(),
        judgement.passed(),
        new Correct(
            appraisal.correctness().score(),
            judgement.rows().stream()
                .map(
                    row ->
                        new Row(
                            row.row().id(),
                            row.row().hidden(),
                            row.output(),
                            row.row().expected(),
                            row.passed(),
                            row.problem()))
                .toList(),
            judgement.testsPassed(),
            judgement.testProblem(),
            judgement.findings()),
        new Efficient(
            efficiency.score(),
            notation(efficiency.time()),
            efficiency.time().reason(),
            notation(efficiency.memory()),
            efficiency.memory().reason(),
            efficiency.n(),
            efficiency.samples()),
        appraisal.practice());
  }

  private static @Nullable String notation(Growth growth) {
    Order order = growth.order();
    return order == null ? null : order.notation();
  }
}
