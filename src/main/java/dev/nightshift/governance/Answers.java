package dev.nightshift.governance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is counted for each kind of question, in fixed sentences. */
final class Answers {
  private static final int SHOWN = 3;
  private static final String ATTEMPTS = "attempts/";
  private static final String REPORTS = "reports/";

  private final Governance governance;
  private final InstantSource clock;

  Answers(Governance governance, InstantSource clock) {
    this.governance = governance;
    this.clock = clock;
  }

  /** Why attempts fail: the window, or where nothing was tried in it a longer time. */
  FactSheet failures() {
    FactSheet sheet = new FactSheet();
    FailureAnalysis analysis = recent();
    String since = sheet.fact("since", analysis.from().truncatedTo(ChronoUnit.SECONDS));
    if (analysis.attempts() == 0) {
      return sheet.say("Nothing has been tried since " + since + ", so nothing failed.");
    }
    sheet.cite(ATTEMPTS + "index.jsonl");
    sheet.say(
        String.format(
            Locale.ROOT,
            "Since %s %s attempts failed; of the runs that are over %s were solved.",
            since,
            sheet.rate("failed attempts", Rate.of(analysis.failed(), analysis.attempts())),
            sheet.rate("solved runs", Rate.of(analysis.solved(), analysis.finished()))));
    if (analysis.patterns().isEmpty()) {
      return sheet;
    }
    for (Recommendation one : analysis.recommendations().stream().limit(SHOWN).toList()) {
      sheet.say(
          "%s (%s): %s."
              .formatted(
                  one.issue().words(),
                  one.severity().word(),
                  sheet.fact(one.issue().word(), one.description())));
      analysis.pattern(one.issue()).stream()
          .flatMap(pattern -> pattern.examples().stream())
          .limit(1)
          .forEach(example -> sheet.cite(ATTEMPTS + example.file()));
    }
    String fix = sheet.fact("fix", analysis.recommendations().getFirst().fix());
    return sheet.say("What to do first: " + fix + (fix.endsWith(".") ? "" : "."));
  }

  private FailureAnalysis recent() {
    FailureAnalysis analysis = governance.debugger().analyzeRecentFailures(governance.window());
    if (analysis.attempts() == 0) {
      analysis = governance.debugger().analyzeRecentFailures(Duration.ofDays(1));
    }
    return analysis.attempts() > 0
        ? analysis
        : governance.debugger().analyze(new Span(Instant.EPOCH, clock.instant().plusMillis(1)));
  }

  /** Whether it is getting better: what the last report says of the one before it. */
  FactSheet trend() {
    FactSheet sheet = new FactSheet();
    Optional<GovernanceReport> last = governance.last();
    PreviousReport previous = last.map(GovernanceReport::previous).orElse(null);
    if (previous == null) {
      return sheet.say(
          "There are not two reports to compare yet; pipeline governance report writes one.");
    }
    GovernanceReport report = last.orElseThrow();
    sheet.cite(REPORTS + report.fileName()).cite(REPORTS + ReportStore.file(previous.id()));
    sheet.say(
        "The report of %s compared with that of %s:"
            .formatted(
                sheet.fact("report", report.id()), sheet.fact("report before", previous.id())));
    for (Promise one : previous.promises()) {
      sheet.say(
          "%s: %s (%s)."
              .formatted(
                  one.issue().replace('_', ' '),
                  sheet.fact(one.issue() + " verdict", one.verdict().replace('_', ' ')),
                  sheet.fact(one.issue(), one.explanation())));
    }
    return previous.promises().isEmpty()
        ? sheet.say("The report before found nothing that had to become rarer.")
        : sheet;
  }

  /** What the last report says. */
  FactSheet report() {
    FactSheet sheet = new FactSheet();
    Optional<GovernanceReport> last = governance.last();
    if (last.isEmpty()) {
      return sheet.say("There is no report yet; pipeline governance report writes one.");
    }
    GovernanceReport report = last.get();
    sheet.cite(REPORTS + report.fileName());
    sheet.say(
        "The last report, of %s, says %s: %s attempts passed, %s runs were solved."
            .formatted(
                sheet.fact("report", report.id()),
                sheet.fact("system status", report.systemStatus().state()),
                sheet.rate("passed attempts", report.systemStatus().attempts()),
                sheet.rate("solved runs", report.systemStatus().runs())));
    items(sheet, report.actionItems());
    return sheet;
  }

  /** What is to be done. */
  FactSheet actions() {
    FactSheet sheet = new FactSheet();
    Optional<GovernanceReport> last = governance.last();
    if (last.isEmpty() || last.get().actionItems().isEmpty()) {
      return sheet.say(
          last.isEmpty()
              ? "There is no report yet; pipeline governance report writes one."
              : "The last report leaves nothing to be done.");
    }
    sheet.cite(REPORTS + last.get().fileName());
    items(sheet, last.get().actionItems());
    return sheet;
  }

  private static void items(FactSheet sheet, List<ActionItem> items) {
    for (ActionItem item : items.stream().limit(SHOWN).toList()) {
      sheet.say(
          "%s. %s (%s, %s): %s%s"
              .formatted(
                  sheet.fact("priority", item.priority()),
                  item.title(),
                  item.severity().word(),
                  item.status(),
                  sheet.fact(item.issue(), item.description()),
                  item.command().isEmpty() ? "." : "; " + item.command()));
    }
  }

  /** Which instructions were used, with what success, and what is proposed. */
  FactSheet prompts() {
    FactSheet sheet = new FactSheet();
    List<RunEntry> runs = governance.attempts().runs();
    if (!runs.isEmpty()) {
      sheet.cite(ATTEMPTS + "index.jsonl");
    }
    runs.stream()
        .map(RunEntry::instructions)
        .distinct()
        .sorted()
        .forEach(
            version -> {
              List<RunEntry> with =
                  runs.stream().filter(run -> run.instructions() == version).toList();
              int solved = (int) with.stream().filter(RunEntry::solved).count();
              sheet.say(
                  "With version %s of the instructions %s runs were solved."
                      .formatted(
                          sheet.fact("version", version),
                          sheet.rate("solved with it", Rate.of(solved, with.size()))));
            });
    ImprovedPrompt proposed = governance.last().map(GovernanceReport::improvedPrompt).orElse(null);
    if (proposed == null) {
      return sheet.say("The last report proposes no other instructions.");
    }
    sheet.cite(REPORTS + governance.last().map(GovernanceReport::fileName).orElse(""));
    return sheet.say(
        "The last report's proposal (%s, from %s, on version %s) adds: %s"
            .formatted(
                proposed.state(),
                proposed.origin(),
                sheet.fact("based on", proposed.basedOn()),
                sheet.fact("added", String.join(" ", proposed.added()))));
  }

  /** What went wrong in nights. */
  FactSheet nights() {
    FactSheet sheet = new FactSheet();
    NightFindings found = governance.recentNights();
    if (found.nights() + found.judged() + found.troubles().size() + found.skipped().size() == 0) {
      return sheet.say(
          "There was no night lately (nightshift.governance.nights-window), so none went wrong.");
    }
    sheet.say(
        "Of the nights lately %s put an adapter live; the council left %s questions to a person."
            .formatted(
                sheet.rate("active nights", Rate.of(found.active(), found.nights())),
                sheet.rate("abstentions", Rate.of(found.abstentions(), found.judged()))));
    for (NightFindings.Trouble one : found.troubles().reversed().stream().limit(SHOWN).toList()) {
      sheet.say(
          "%s %s (%s): %s."
              .formatted(
                  one.what().replace('_', ' '),
                  sheet.fact("where", one.where()),
                  one.cause().replace('_', ' '),
                  sheet.fact("reason", one.reason())));
    }
    for (NightFindings.Trouble one : found.skipped().reversed().stream().limit(1).toList()) {
      sheet.say(
          "%s had nothing to train, the last of them %s: %s."
              .formatted(
                  sheet.fact("skipped nights", found.skipped().size()),
                  sheet.fact("where", one.where()),
                  sheet.fact("reason", one.reason())));
    }
    for (SettingProposal one : found.proposals()) {
      sheet.say(
          "%s: %s instead of %s is %s%s."
              .formatted(
                  one.setting(),
                  sheet.fact("proposed", one.proposed()),
                  sheet.fact("current", one.current()),
                  one.status(),
                  one.tried()
                      ? ", " + sheet.fact("bench", String.valueOf(one.result()))
                      : "; try it with " + sheet.fact("bench", one.bench())));
      sheet.cite(one.tried() ? one.resultFile().replaceFirst("^code/", "") : "");
    }
    for (NightFindings.Unhelped one : found.unhelped()) {
      sheet.say(
          "No setting is proposed for %s: %s."
              .formatted(one.cause().replace('_', ' '), sheet.fact("why not", one.why())));
    }
    return sheet;
  }

  /** How a task stands. */
  FactSheet task(String task) {
    FactSheet sheet = new FactSheet();
    List<AttemptEntry> attempts =
        governance.attempts().attempts().stream().filter(one -> one.task().equals(task)).toList();
    List<RunEntry> runs =
        governance.attempts().runs().stream().filter(one -> one.task().equals(task)).toList();
    int solved = (int) runs.stream().filter(RunEntry::solved).count();
    int passed = (int) attempts.stream().filter(AttemptEntry::passed).count();
    sheet.cite(ATTEMPTS + "index.jsonl");
    sheet.say(
        "%s: %s runs solved, %s attempts passed."
            .formatted(
                sheet.fact("task", task),
                sheet.rate("solved runs", Rate.of(solved, runs.size())),
                sheet.rate("passed attempts", Rate.of(passed, attempts.size()))));
    AttemptEntry newest = attempts.getLast();
    sheet.cite(ATTEMPTS + newest.files().getLast());
    return sheet.say(
        newest.passed()
            ? "The newest attempt passed."
            : "The newest attempt passed %s rows and failed by %s."
                .formatted(
                    sheet.fact(
                        "rows passed",
                        Math.round(newest.passRate() * newest.rows()) + " of " + newest.rows()),
                    String.join(
                        ", ", newest.categories().stream().map(FailureCategory::words).toList())));
  }
}
