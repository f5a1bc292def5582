package dev.nightshift.cli;

import dev.nightshift.assembly.VersionsReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Versions of programs in words. */
final class VersionsText {
  private VersionsText() {}

  static List<String> lines(VersionsReply r) {
    return switch (r.state()) {
      case "SHOWN" -> r.programs().getFirst().source().stripTrailing().lines().toList();
      case "SAME" -> List.of(told(r, 0), told(r, 1), "the programs are the same");
      case "DIFFERENT" -> diff(r);
      case "ADOPTED" -> r.solutions().stream().map(VersionsText::line).toList();
      case "NOTHING_TO_DO" -> List.of(r.solutions().getFirst().name() + " is in force already");
      default -> history(r);
    };
  }

  private static List<String> diff(VersionsReply r) {
    List<String> lines = new ArrayList<>(List.of(told(r, 0), told(r, 1), ""));
    r.diff().lines().filter(line -> !isHeader(line)).forEach(lines::add);
    return lines;
  }

  private static boolean isHeader(String line) {
    return line.startsWith("diff --git") || line.startsWith("index ");
  }

  private static String told(VersionsReply r, int which) {
    VersionsReply.ProgramShown program = r.programs().get(which);
    return (which == 0 ? "--- " : "+++ ") + program.name() + "  " + program.told();
  }

  private static List<String> history(VersionsReply r) {
    List<String> lines = new ArrayList<>();
    boolean one = r.runs().size() == 1 && r.solutions().isEmpty();
    for (VersionsReply.RunShown run : r.runs()) {
      lines.add(line(run));
      if (one) {
        run.attempts().forEach(attempt -> lines.addAll(lines(attempt)));
      }
    }
    if (!r.solutions().isEmpty()) {
      lines.add("");
      r.solutions().forEach(solution -> lines.add(line(solution)));
    }
    return lines.isEmpty() ? List.of("no run is kept yet") : lines;
  }

  private static String line(VersionsReply.RunShown run) {
    return "%s  %-8s  %d attempts%s"
        .formatted(
            run.run(),
            run.solved() ? "solved" : "unsolved",
            run.attempts().size(),
            run.best() == 0 ? "" : ", best is " + run.best());
  }

  private static List<String> lines(VersionsReply.AttemptShown attempt) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "  :%d  round %d%s  %d of %d rows%s  %d characters  %s",
            attempt.attempt(),
            attempt.round(),
            attempt.parent() == 0 ? "" : ", repairs " + attempt.parent(),
            attempt.rowsPassed(),
            attempt.rows(),
            attempt.tests().equals("none") ? "" : ", tests " + attempt.tests(),
            attempt.length(),
            attempt.commit().substring(0, Math.min(10, attempt.commit().length()))));
    attempt.feedback().lines().forEach(line -> lines.add("      " + line));
    return lines;
  }

  private static String line(VersionsReply.SolutionShown solution) {
    String what =
        switch (solution.decision()) {
          case "ADOPTED" -> solution.name() + " adopted from " + solution.of();
          case "CHOSEN" -> solution.name() + " chosen by hand";
          default -> solution.of() + " not adopted, " + solution.name() + " stays";
        };
    return solution.at() + "  " + what + ": " + solution.reason();
  }
}
