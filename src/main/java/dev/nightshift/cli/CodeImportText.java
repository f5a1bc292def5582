package dev.nightshift.cli;

import dev.nightshift.benchmark.BenchmarkImport;
import dev.nightshift.benchmark.ImportReport;
import java.util.ArrayList;
import java.util.List;

/** What became of a benchmark's problems, in words. */
final class CodeImportText {
  private CodeImportText() {}

  static String of(ImportReport report, BenchmarkImport.Order order) {
    List<String> lines = new ArrayList<>();
    for (ImportReport.Refused no : report.refused()) {
      lines.add(
          (no.line() == 0 ? "" : "line " + no.line() + ": ")
              + (no.id().isEmpty() ? "" : no.id() + ": ")
              + no.problem());
    }
    for (ImportReport.Failed failed : report.failed()) {
      lines.add("the solution of " + failed.id() + " does not pass: " + failed.problem());
    }
    for (ImportReport.Imported kept : report.kept()) {
      lines.add(kept.id() + " is there already; --force replaces it");
    }
    int rows = report.imported().stream().mapToInt(ImportReport.Imported::rows).sum();
    int hidden = report.imported().stream().mapToInt(ImportReport.Imported::hidden).sum();
    long tests = report.imported().stream().filter(ImportReport.Imported::tests).count();
    lines.add(
        "%d tasks in %s: %d rows, %d of them hidden; %d tasks with tests; %d not imported, %d kept"
            .formatted(
                report.imported().size(),
                order.to(),
                rows,
                hidden,
                tests,
                report.refused().size(),
                report.kept().size()));
    if (order.verify()) {
      long solutions =
          report.imported().stream().filter(task -> !task.solution().isEmpty()).count();
      lines.add("%d of %d solutions pass".formatted(solutions - report.failed().size(), solutions));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
