package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.coderuns.Viewer;
import dev.nightshift.gateway.Needs;
import dev.nightshift.governance.GovernanceReport;
import dev.nightshift.governance.Promise;
import dev.nightshift.governance.Rate;
import dev.nightshift.governance.TimelineEntry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the system found out about its own failures, what it did about them, and the code runs. */
@Controller
@Needs(AccessScope.OPERATE)
final class GovernancePages {
  private static final int RUNS = 50;
  private static final int EVENTS = 100;

  private final ConsoleParts parts;

  GovernancePages(ConsoleParts parts) {
    this.parts = parts;
  }

  /** A way in which attempts failed. */
  record Pattern(String issue, int count, int runs, String details) {}

  /** Something to do. */
  record Item(String title, String description, String severity, String status, String command) {}

  /** What the report before promised, and whether it held. */
  record Held(String promise, String state, String tone) {}

  /** A report that is kept. */
  record Kept(String id, String time, String trigger, String state, boolean shown) {}

  /** A report. */
  record Report(
      String id,
      String time,
      String trigger,
      String state,
      String solved,
      String passed,
      List<Pattern> patterns,
      List<Item> items,
      List<Held> promises) {}

  /** A run of the code loop. */
  record Run(
      String id,
      String task,
      String state,
      String tone,
      String created,
      int attempts,
      String best) {}

  /** Something that happened. */
  record Event(String time, String kind, String subject, String text) {}

  /**
   * The page.
   *
   * @param id of the report to show; empty for the newest
   */
  @GetMapping("/console/governance")
  String governance(@RequestParam(name = "report", defaultValue = "") String id, Model model) {
    List<GovernanceReport> reports = parts.governance().reports();
    Optional<GovernanceReport> shown =
        reports.stream().filter(one -> id.isEmpty() || one.id().equals(id)).findFirst();
    if (shown.isEmpty() && !id.isEmpty()) {
      throw new ConsoleException(
          ConsoleException.Code.UNKNOWN, "there is no report " + id + ", or it is no longer kept");
    }
    model.addAttribute("report", shown.map(this::report).orElse(null));
    model.addAttribute(
        "reports",
        reports.stream()
            .map(one -> kept(one, shown.map(GovernanceReport::id).orElse("")))
            .toList());
    model.addAttribute(
        "timeline",
        parts.governance().timeline().reversed().stream().limit(EVENTS).map(this::event).toList());
    model.addAttribute(
        "runs",
        parts.code().list(new Viewer("", true)).stream()
            .limit(RUNS)
            .map(run -> run(run, parts.shown()))
            .toList());
    return "governance";
  }

  private Report report(GovernanceReport report) {
    return new Report(
        report.id(),
        parts.shown().time(report.time()),
        report.trigger(),
        report.systemStatus().state(),
        of(report.systemStatus().runs()),
        of(report.systemStatus().attempts()),
        report.analysis().patterns().stream()
            .map(
                one ->
                    new Pattern(
                        one.issue().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        one.count(),
                        one.runs(),
                        String.join(
                            ", ",
                            one.details().entrySet().stream()
                                .limit(3)
                                .map(detail -> detail.getKey() + " (" + detail.getValue() + ")")
                                .toList())))
            .toList(),
        report.actionItems().stream()
            .map(
                item ->
                    new Item(
                        item.title(),
                        item.description(),
                        item.severity().name().toLowerCase(Locale.ROOT),
                        item.status(),
                        item.command()))
            .toList(),
        report.previous() == null
            ? List.of()
            : report.previous().promises().stream().map(GovernancePages::held).toList());
  }

  private Kept kept(GovernanceReport report, String shown) {
    return new Kept(
        report.id(),
        parts.shown().time(report.time()),
        report.trigger(),
        report.systemStatus().state(),
        report.id().equals(shown));
  }

  private static Held held(Promise promise) {
    return new Held(
        promise.promised() + " " + promise.explanation(),
        promise.verdict().replace('_', ' '),
        switch (promise.verdict()) {
          case "held" -> "good";
          case "worse" -> "bad";
          default -> "plain";
        });
  }

  private static String of(Rate rate) {
    return rate.count() + " of " + rate.total();
  }

  private Event event(TimelineEntry entry) {
    return new Event(parts.shown().time(entry.time()), entry.kind(), entry.subject(), entry.text());
  }

  static Run run(RunSummary run, Shown shown) {
    @Nullable String took =
        run.started() == null || run.ended() == null
            ? null
            : Shown.span(Duration.between(run.started(), run.ended()));
    String state = run.state().name().toLowerCase(Locale.ROOT);
    return new Run(
        run.id(),
        run.task(),
        took == null ? state : state + " in " + took,
        switch (run.state().name()) {
          case "SOLVED" -> "good";
          case "FAILED", "UNSOLVED" -> "bad";
          default -> "plain";
        },
        shown.time(run.created()),
        run.attempts(),
        Shown.share(run.passRate()));
  }
}
