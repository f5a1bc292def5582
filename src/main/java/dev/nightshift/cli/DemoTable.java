package dev.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The demo's result as a table. */
final class DemoTable {
  private DemoTable() {}

  static String of(DemoReport r) {
    List<String> lines = new ArrayList<>();
    lines.add(row("", "before", "after", ""));
    lines.add(row("learned (asked and corrected)", r.learned(), ""));
    lines.add(row("paraphrases (never trained on)", r.paraphrases(), ""));
    lines.add(row("kept (general questions)", r.kept(), ""));
    lines.add(row("  the same, adapter always on", r.keptAlwaysOn(), ""));
    lines.add(row("near neighbours left alone", r.neighbours(), ""));
    lines.add("");
    lines.add(line("the night", r.night() + " in " + seconds(r.nightMs())));
    lines.add(
        line(
            "adapter",
            r.adapter() + String.format(Locale.ROOT, ", %.1f MB", r.adapterBytes() / 1e6)));
    lines.add(line("drill with a broken adapter", r.drill()));
    lines.add(line("  time to detection", seconds(r.detectionMs())));
    lines.add(line("  time to recovery", seconds(r.recoveryMs())));
    lines.add(line("all of it", seconds(r.totalMs())));
    lines.add("");
    lines.add(
        r.reason() == null
            ? "The model learned what it did not know, kept what it knew, and survived a bad"
                + " adapter."
            : "FAILED: " + r.reason());
    lines.add("Look around with: ./pipeline --home " + r.home() + " status");
    return String.join(System.lineSeparator(), lines);
  }

  private static String row(String name, DemoReport.Score score, String note) {
    return row(
        name, score.before() + "/" + score.total(), score.after() + "/" + score.total(), note);
  }

  private static String row(String name, String before, String after, String note) {
    return String.format(Locale.ROOT, "%-34s %8s %8s %s", name, before, after, note)
        .stripTrailing();
  }

  private static String line(String name, String value) {
    return String.format(Locale.ROOT, "%-34s %s", name, value);
  }

  private static String seconds(@Nullable Long ms) {
    return ms == null ? "not measured" : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
  }
}
