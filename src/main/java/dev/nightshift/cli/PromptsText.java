package dev.nightshift.cli;

import dev.nightshift.assembly.PromptsReply;
import dev.nightshift.prompts.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Versions of the improver's instructions, and candidates, in words. */
final class PromptsText {
  private static final int WIDEST = 100;

  private PromptsText() {}

  static List<String> lines(PromptsReply r) {
    List<String> lines = new ArrayList<>();
    if (r.state().equals("LISTED")) {
      r.versions().forEach(one -> version(lines, one));
    }
    boolean whole = r.candidates().size() == 1;
    r.candidates().forEach(one -> candidate(lines, one, whole));
    if (!r.message().isEmpty()) {
      lines.add(r.message());
    }
    if (!r.state().equals("LISTED")) {
      lines.add("version " + r.version() + " is in force");
    }
    if (r.tokens() > 0) {
      lines.add(String.format(Locale.ROOT, "%,d tokens were read and written for it", r.tokens()));
    }
    return lines;
  }

  private static void version(List<String> lines, PromptsReply.VersionShown one) {
    lines.add(
        "v"
            + one.version()
            + (one.inForce() ? "  in force" : "")
            + (one.candidate() == null ? "" : "  was " + one.candidate())
            + (one.adopted() == null ? "" : ", " + one.adopted())
            + ", by "
            + one.by()
            + ": "
            + one.reason());
    one.text().strip().lines().forEach(line -> lines.add("    " + line));
  }

  private static void candidate(
      List<String> lines, PromptsReply.CandidateShown one, boolean whole) {
    lines.add(
        one.id()
            + "  "
            + one.status().toLowerCase(Locale.ROOT)
            + ", by "
            + one.origin().toLowerCase(Locale.ROOT)
            + " against v"
            + one.parent()
            + ", "
            + one.why()
            + (one.reason().isEmpty() ? "" : ": " + one.reason()));
    if (whole) {
      one.text().strip().lines().forEach(line -> lines.add("    " + line));
      one.trials().forEach(trial -> lines.add("    " + trial(trial)));
    } else {
      lines.add("    " + shortened(one.text().strip().replace("\n", " ")));
    }
  }

  private static String trial(Trial trial) {
    return String.format(
        Locale.ROOT,
        "trial %d against v%d: %d tasks, %d pairs; mean score %.3f, %.3f before; solved %d, %d"
            + " before; tasks won %d, lost %d; p %.4f, %.4f wanted; %+.0f tokens a prompt",
        trial.number(),
        trial.against(),
        trial.tasks(),
        trial.pairs(),
        trial.scoreAfter(),
        trial.scoreBefore(),
        trial.solvedAfter(),
        trial.solvedBefore(),
        trial.tasksWon(),
        trial.tasksLost(),
        trial.pValue(),
        trial.alpha(),
        trial.extraTokens());
  }

  private static String shortened(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }
}
