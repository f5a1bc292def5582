package dev.nightshift.cli;

import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.appraisal.Efficiency;
import dev.nightshift.appraisal.Growth;
import dev.nightshift.appraisal.Order;
import dev.nightshift.appraisal.Practice;
import dev.nightshift.codeloop.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a program is worth, in words. */
final class AppraisalText {
  private AppraisalText() {}

  static String of(Appraisal appraisal) {
    Judgement judgement = appraisal.correctness().judgement();
    List<String> lines = new ArrayList<>();
    lines.add(CodeText.heading());
    judgement
        .rows()
        .forEach(
            row ->
                lines.add(
                    CodeText.row(
                        row.row().id(),
                        row.row().hidden(),
                        row.output().isEmpty() ? row.problem() : row.output(),
                        row.row().expected(),
                        row.passed())));
    if (!judgement.testsPassed()) {
      lines.add("the task's tests: " + judgement.testProblem());
    }
    lines.add("");
    lines.add("correctness " + score(appraisal.correctness().score()));
    Efficiency efficiency = appraisal.efficiency();
    lines.add(
        "efficiency  "
            + score(efficiency.score())
            + "  time "
            + growth(efficiency.time())
            + ", memory "
            + growth(efficiency.memory())
            + (efficiency.n().isEmpty() ? "" : "; n is " + efficiency.n()));
    Practice practice = appraisal.practice();
    lines.add("practice    " + score(practice.score()) + "  " + checkers(practice));
    practice
        .remarks()
        .forEach(
            remark ->
                lines.add(
                    "  line %d, %s: %s (%s, %s)"
                        .formatted(
                            remark.line(),
                            remark.severity().name().toLowerCase(Locale.ROOT),
                            remark.message(),
                            remark.rule(),
                            remark.by())));
    return String.join(System.lineSeparator(), lines);
  }

  private static String score(@Nullable Double score) {
    return score == null ? "   –" : String.format(Locale.ROOT, "%.2f", score);
  }

  private static String growth(Growth growth) {
    Order order = growth.order();
    return order == null ? "not known (" + growth.reason() + ")" : order.notation();
  }

  private static String checkers(Practice practice) {
    return "read by "
        + String.join(
            ", ",
            practice.checkers().stream()
                .map(
                    checker ->
                        checker.name()
                            + (checker.version().isEmpty() ? "" : " " + checker.version())
                            + (checker.problem().isEmpty() ? "" : " (" + checker.problem() + ")"))
                .toList());
  }
}
