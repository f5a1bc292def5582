package dev.nightshift.governance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for a person to read. */
public final class ReportText {
  /** Nights without anything to train that are named. */
  private static final int SKIPPED = 3;

  private final GovernanceReport report;
  private final List<String> lines = new ArrayList<>();

  private ReportText(GovernanceReport report) {
    this.report = report;
  }

  /** The report in lines. */
  public static List<String> lines(GovernanceReport report) {
    return new ReportText(report).write();
  }

  private List<String> write() {
    FailureAnalysis analysis = report.analysis();
    say(
        "Report %s (%s): %s"
            .formatted(
                report.time().truncatedTo(ChronoUnit.SECONDS),
                report.trigger(),
                report.systemStatus().state()));
    say(
        "from %s: %s runs solved, %s attempts passed"
            .formatted(
                analysis.from().truncatedTo(ChronoUnit.SECONDS),
                rate(report.systemStatus().runs()),
                rate(report.systemStatus().attempts())));
    failures(analysis);
    questions();
    nights();
    ImprovedPrompt prompt = report.improvedPrompt();
    if (prompt != null) {
      head("Proposed instructions (%s, from %s)".formatted(prompt.state(), prompt.origin()));
      say("  version %d, and:".formatted(prompt.basedOn()));
      prompt.added().forEach(sentence -> say("  + %s".formatted(sentence)));
      search(report.search());
    }
    if (!report.actionItems().isEmpty()) {
      head("What to do");
      report.actionItems().forEach(this::item);
    }
    previous(report.previous());
    return List.copyOf(lines);
  }

  /** What a search for better instructions came to, or when there will be one. */
  private void search(@Nullable InstructionSearch search) {
    if (search == null) {
      return;
    }
    Instant time = search.time();
    if (time == null) {
      say("  search for better ones: %s, %s".formatted(search.state(), search.message()));
      return;
    }
    say(
        String.format(
            Locale.ROOT,
            "  search for better ones, ended %s (%.0f s, %d tokens): %s",
            time.truncatedTo(ChronoUnit.SECONDS),
            search.seconds(),
            search.tokens(),
            search.message()));
    search
        .candidates()
        .forEach(one -> say("    %s %s%s".formatted(one.id(), one.state(), because(one))));
  }

  private static String because(InstructionSearch.Candidate one) {
    if (one.state().equals("proposed")) {
      return ", waits for the next search or pipeline governance try " + one.id();
    }
    return one.reason().isEmpty() ? "" : ": " + one.reason();
  }

  private void previous(@Nullable PreviousReport previous) {
    if (previous != null) {
      head(
          "What the report of %s promised"
              .formatted(previous.time().truncatedTo(ChronoUnit.SECONDS)));
      previous
          .promises()
          .forEach(
              one ->
                  say(
                      "  %s: %s (%s)"
                          .formatted(
                              one.promised(), one.verdict().replace('_', ' '), one.explanation())));
      if (previous.promises().isEmpty()) {
        say("  nothing");
      }
      search(previous.search());
    }
  }

  private void failures(FailureAnalysis analysis) {
    if (analysis.patterns().isEmpty()) {
      return;
    }
    head("What failed");
    for (Recommendation one : analysis.recommendations()) {
      say("  %-8s %s: %s".formatted(one.severity().word(), one.issue().words(), one.description()));
      analysis.pattern(one.issue()).stream()
          .flatMap(pattern -> pattern.examples().stream())
          .forEach(
              example ->
                  say(
                      "           %s, attempt %d%s: code/attempts/%s"
                          .formatted(
                              example.task(),
                              example.attempt(),
                              example.line() == 0 ? "" : ", line " + example.line(),
                              example.file())));
    }
  }

  private void questions() {
    QuestionFindings found = report.questions();
    if (found.failed() == 0) {
      return;
    }
    head(
        "Failed questions that nobody has corrected: %d, %d of them like no other"
            .formatted(found.failed(), found.single()));
    for (QuestionFindings.Cluster cluster : found.clusters()) {
      say(
          "  %d %s: %s"
              .formatted(
                  cluster.count(),
                  cluster.name(),
                  String.join(", ", firstOf(cluster.exchanges()))));
      cluster
          .examples()
          .forEach(question -> say("     %s".formatted(question.replaceAll("\\s+", " "))));
    }
  }

  private static List<String> firstOf(List<String> ids) {
    return ids.subList(0, Math.min(3, ids.size()));
  }

  private void nights() {
    NightFindings found = report.nights();
    if (found.nights() == 0 && found.troubles().isEmpty()) {
      return;
    }
    head("Nights: %d of %d put an adapter live".formatted(found.active(), found.nights()));
    for (NightFindings.Trouble one : found.troubles()) {
      say(
          "  %s %s%s, %s: %s"
              .formatted(
                  one.what().replace('_', ' '),
                  one.where(),
                  one.adapter().isEmpty() ? "" : " (" + one.adapter() + ")",
                  one.cause().replace('_', ' '),
                  one.reason()));
    }
    skipped(found.skipped());
    if (found.abstentions() > 0) {
      say(
          "  the council left %d of %d questions to a person"
              .formatted(found.abstentions(), found.judged()));
    }
    if (found.unheard() > 0) {
      say("  %d replies of its seats were malformed or missing".formatted(found.unheard()));
    }
    for (SettingProposal one : found.proposals()) {
      say(
          "  %s %s instead of %s: %s%s"
              .formatted(
                  one.setting(),
                  one.proposed(),
                  one.current(),
                  one.status(),
                  one.tried() ? " (" + one.result() + ")" : ", not tried yet"));
    }
    for (NightFindings.Unhelped one : found.unhelped()) {
      say("  no setting for %s: %s".formatted(one.cause().replace('_', ' '), one.why()));
    }
  }

  private void skipped(List<NightFindings.Trouble> nights) {
    int more = nights.size() - SKIPPED;
    nights
        .subList(Math.max(0, more), nights.size())
        .forEach(one -> say("  skipped %s: %s".formatted(one.where(), one.reason())));
    if (more > 0) {
      say("  and %d skipped before".formatted(more));
    }
  }

  private void item(ActionItem item) {
    say(
        "  %d. [%s, %s] %s: %s"
            .formatted(
                item.priority(),
                item.severity().word(),
                item.status(),
                item.title(),
                item.description()));
    if (!item.command().isEmpty()) {
      say("     %s".formatted(item.command()));
    }
  }

  private static String rate(Rate rate) {
    return rate.total() == 0
        ? "0 of 0"
        : String.format(
            Locale.ROOT,
            "%d of %d (%.0f %%; 95 %% interval %.0f to %.0f %%)",
            rate.count(),
            rate.total(),
            100 * rate.share(),
            100 * rate.lower(),
            100 * rate.upper());
  }

  private void head(String line) {
    lines.add("");
    say(line);
  }

  private void say(String line) {
    lines.add(line);
  }
}
