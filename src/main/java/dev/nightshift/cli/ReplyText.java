package dev.nightshift.cli;

import dev.nightshift.assembly.BackupReply;
import dev.nightshift.assembly.CodeReply;
import dev.nightshift.assembly.CodeRunsReply;
import dev.nightshift.assembly.FleetReply;
import dev.nightshift.assembly.ForgottenReply;
import dev.nightshift.assembly.GovernanceReply;
import dev.nightshift.assembly.PromptsReply;
import dev.nightshift.assembly.QuarantineReply;
import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.SharedWork;
import dev.nightshift.assembly.VersionsReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Replies in words, for a person. */
final class ReplyText {
  private ReplyText() {}

  /** The reply, without a line end. */
  static String of(Reply reply) {
    return String.join(System.lineSeparator(), lines(reply));
  }

  private static List<String> lines(Reply reply) {
    return switch (reply) {
      case Reply.Asked r -> asked(r);
      case Reply.FeedbackRecorded r -> List.of("recorded " + r.kind() + " for " + r.exchangeId());
      case Reply.Imported r -> imported(r);
      case Reply.Harvested r -> HarvestText.lines(r);
      case Reply.Trained r -> trained(r);
      case Reply.RolledOut r -> rolledOut(r);
      case Reply.Night r -> night(r);
      case Reply.Status r -> status(r);
      case Reply.Evaluated r -> evaluated(r);
      case BackupReply r -> BackupText.lines(r);
      case ForgottenReply r -> ForgottenText.lines(r);
      case QuarantineReply r -> QuarantineText.lines(r);
      case CodeReply r -> CodeText.lines(r);
      case CodeRunsReply r -> CodeRunsText.lines(r);
      case FleetReply r -> NodesText.lines(r);
      case PromptsReply r -> PromptsText.lines(r);
      case GovernanceReply r -> GovernanceText.lines(r);
      case VersionsReply r -> VersionsText.lines(r);
    };
  }

  private static List<String> asked(Reply.Asked r) {
    List<String> lines = new ArrayList<>();
    lines.add(r.answer());
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%s  confidence %.2f  %s, %s (%s)  %d ms",
            r.id(),
            r.confidence(),
            r.model(),
            r.adapter(),
            r.routing(),
            r.latencyMs()));
    for (Reply.ShownCorrection shown : r.corrections()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "told the correction of %s (%.2f like \"%s\")",
              shown.exchangeId(),
              shown.relevance(),
              shown.question()));
    }
    return lines;
  }

  private static List<String> imported(Reply.Imported r) {
    List<String> lines = new ArrayList<>();
    if (r.imported() + r.known() + r.rejected() == 0) {
      return List.of("the file holds no lines");
    }
    lines.add(
        "%d exchanges imported, %d known already; %d corrections"
            .formatted(r.imported(), r.known(), r.feedback()));
    for (Reply.BadLine bad : r.errors()) {
      lines.add("line " + bad.line() + ": " + bad.reason());
    }
    if (r.rejected() > 0) {
      if (r.rejected() > r.errors().size()) {
        lines.add("and " + (r.rejected() - r.errors().size()) + " more bad lines");
      }
      lines.add("bad lines are set aside in " + r.rejectFile() + "; mend them and import it");
    }
    return lines;
  }

  private static List<String> trained(Reply.Trained r) {
    if (r.adapter() == null) {
      return List.of("no adapter trained" + because(r.reason()));
    }
    String from = r.continuedFrom() == null ? "" : ", going on from " + r.continuedFrom();
    return List.of(
        "trained "
            + r.adapter()
            + from
            + because(r.reason())
            + String.format(
                Locale.ROOT,
                "  %d rows, %.1f MB, %s",
                r.rows(),
                r.adapterBytes() / 1e6,
                seconds(r.totalMs())),
        "it does not answer yet; pipeline deploy puts it live");
  }

  private static List<String> rolledOut(Reply.RolledOut r) {
    List<String> lines = new ArrayList<>();
    lines.add(r.state() + ": " + r.adapter() + " answers now" + because(r.reason()));
    if (r.candidate() != null && !r.candidate().equals(r.adapter())) {
      lines.add((r.state().equals("ROLLED_BACK") ? "taken back: " : "tried: ") + r.candidate());
    }
    if (r.detectionMs() != null) {
      lines.add("detected in " + seconds(r.detectionMs()));
    }
    if (r.recoveryMs() != null) {
      lines.add("recovered in " + seconds(r.recoveryMs()));
    }
    lines.add("took " + seconds(r.totalMs()));
    return lines;
  }

  private static List<String> night(Reply.Night r) {
    List<String> lines = new ArrayList<>();
    String how =
        switch (r.state()) {
          case "ACTIVE", "NOTHING_TO_DO" -> ": " + r.adapter() + " answers now";
          case "REJECTED", "ROLLED_BACK" -> ": tried " + r.adapter();
          default -> "";
        };
    lines.add(r.state() + how + because(r.reason()));
    r.stagesMs().forEach((stage, ms) -> lines.add("  " + stage + " " + seconds(ms)));
    lines.add("took " + seconds(r.totalMs()));
    if (!how.endsWith("answers now")) {
      lines.add("pipeline status tells which adapter is active");
    }
    return lines;
  }

  private static List<String> status(Reply.Status r) {
    List<String> lines = new ArrayList<>();
    lines.add("home              " + r.home());
    lines.add("server            " + (r.serverUrl() == null ? "not running" : r.serverUrl()));
    lines.add("model             " + r.model());
    lines.add("active adapter    " + r.activeAdapter());
    lines.add(
        "latest adapter    "
            + (r.latestAdapter() == null ? "none" : r.latestAdapter() + " of " + r.adapters()));
    lines.add("memory            " + r.memory());
    if (r.memoryLog() != null) {
      lines.add("memory's log      " + r.memoryLog().text());
    }
    lines.add("exchanges         " + r.exchanges() + ", " + r.corrections() + " corrected");
    lines.add("failures pending  " + r.failuresPending());
    lines.add(
        "left to a person  "
            + r.abstained()
            + (r.abstained() == 0 ? "" : " (see training_data/abstained.jsonl)"));
    if (r.quarantined() > 0) {
      lines.add("in quarantine     " + r.quarantined() + " (see pipeline quarantine list)");
    }
    if (r.verified() > 0) {
      lines.add("solved tasks      " + r.verified() + " to be learned, which had failed at first");
    }
    SharedWork work = r.work();
    if (work != null) {
      lines.add("workers           " + WorkText.of(work));
    }
    lines.add("messages waiting  " + r.notificationsPending());
    if (!r.taintedAdapters().isEmpty()) {
      lines.add(
          "tainted           "
              + String.join(", ", r.taintedAdapters())
              + " (trained on what has been forgotten; the next night trains without it)");
    }
    if (r.erasuresUnfinished() > 0) {
      lines.add("erasure           cut off; the next pipeline forget finishes it");
    }
    Reply.LastNight last = r.lastNight();
    lines.add(
        "last night        "
            + (last == null ? "none" : last.date() + " " + last.state() + because(last.reason())));
    return lines;
  }

  private static List<String> evaluated(Reply.Evaluated r) {
    List<String> lines = new ArrayList<>();
    for (Reply.Result result : r.results()) {
      lines.add((result.correct() ? "ok    " : "wrong ") + result.question());
      lines.add("      " + result.adapter() + ": " + result.answer().replace("\n", " "));
    }
    lines.add(r.correct() + " of " + r.total() + " right (" + r.adapter() + ")");
    return lines;
  }

  private static String because(@Nullable String reason) {
    return reason == null || reason.isBlank() ? "" : " (" + reason + ")";
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
  }
}
