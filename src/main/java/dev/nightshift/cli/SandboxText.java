package dev.nightshift.cli;

import dev.nightshift.sandbox.Boundary;
import dev.nightshift.sandbox.BoundaryReport;
import dev.nightshift.sandbox.CallResult;
import dev.nightshift.sandbox.Failure;
import dev.nightshift.sandbox.Finding;
import dev.nightshift.sandbox.Outcome;
import dev.nightshift.sandbox.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for what the sandbox reports. */
final class SandboxText {
  private SandboxText() {}

  static String of(BoundaryReport report) {
    List<String> lines = new ArrayList<>(report.seen());
    report.problems().stream().map(Problem::toString).forEach(lines::add);
    lines.add(
        switch (report.boundary()) {
          case FULL ->
              report.holds() ? "the boundary holds" : "the boundary does not hold: nothing is run";
          case UNSAFE -> "the boundary is UNSAFE: programs can do what they like";
        });
    return String.join(System.lineSeparator(), lines);
  }

  static String of(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    add(lines, outcome.output());
    add(lines, outcome.errors());
    outcome.findings().stream().map(SandboxText::of).forEach(lines::add);
    outcome.results().stream().map(SandboxText::of).forEach(lines::add);
    lines.add(
        "%s, exit status %d, %.3f s%s%s%s"
            .formatted(
                outcome.ending().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                outcome.exitCode(),
                outcome.usage().wall().toNanos() / 1e9,
                outcome.usage().peakBytes() == 0
                    ? ""
                    : ", %d MiB".formatted(outcome.usage().peakBytes() >> 20),
                line(outcome),
                outcome.boundary() == Boundary.UNSAFE ? "; WITHOUT the boundary" : ""));
    return String.join(System.lineSeparator(), lines);
  }

  private static String line(Outcome outcome) {
    Failure failure = outcome.failure();
    return failure == null || failure.line() == 0 ? "" : ", in line " + failure.line();
  }

  private static void add(List<String> lines, String printed) {
    if (!printed.isEmpty()) {
      lines.add(printed.stripTrailing());
    }
  }

  private static String of(Finding finding) {
    return "line %d: %s: %s".formatted(finding.line(), finding.message(), finding.excerpt());
  }

  private static String of(CallResult result) {
    CallResult.Value value = result.value();
    Failure failure = result.failure();
    String what =
        value != null
            ? value.text()
            : failure == null ? "nothing" : failure.type() + ": " + failure.message();
    return "call %d: %s".formatted(result.row(), what);
  }
}
