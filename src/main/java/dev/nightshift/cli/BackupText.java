package dev.nightshift.cli;

import dev.nightshift.assembly.BackupReply;
import dev.nightshift.backup.BackupManifest;
import dev.nightshift.backup.RestoreReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Backups and restores in words. */
final class BackupText {
  private static final double MEGABYTE = 1e6;

  private BackupText() {}

  static List<String> lines(BackupReply r) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s  %.1f MB (%d files, %.1f MB)",
            r.file(),
            r.bytes() / MEGABYTE,
            r.files(),
            r.contentBytes() / MEGABYTE));
    lines.add("sha256 " + r.sha256());
    lines.add("not in it: " + String.join(", ", r.leftOut()));
    lines.addAll(database(r.database()));
    if (!r.withoutSettings().isEmpty()) {
      lines.add("taken out of application.yaml: " + String.join(", ", r.withoutSettings()));
    }
    r.models().stream()
        .filter(model -> !model.included())
        .forEach(model -> lines.add("named, not in it: " + model.name()));
    return lines;
  }

  private static List<String> database(String database) {
    return database.equals("h2") || database.equals("none")
        ? List.of()
        : List.of("the database is not in it, back it up with its own tools: " + database);
  }

  static List<String> lines(RestoreReport report) {
    BackupManifest manifest = report.manifest();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "restored %d files, %.1f MB, of %s into %s",
            manifest.files(),
            manifest.bytes() / MEGABYTE,
            manifest.created(),
            report.home()));
    report.before().ifPresent(before -> lines.add("what was there is in " + before));
    lines.addAll(database(manifest.database()));
    if (!manifest.withoutSettings().isEmpty()) {
      lines.add(
          "set these again, they were taken out: " + String.join(", ", manifest.withoutSettings()));
    }
    report
        .missing()
        .forEach(
            model ->
                lines.add(
                    "not here: the model %s (%.1f MB, sha256 %s); the default model is fetched by"
                            .formatted(model.name(), model.bytes() / MEGABYTE, model.sha256())
                        + " itself, put another one there"));
    lines.add("pipeline doctor checks it");
    return lines;
  }
}
