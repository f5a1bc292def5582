package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.coderuns.Viewer;
import dev.nightshift.gateway.Needs;
import dev.nightshift.governance.GovernanceReport;
import dev.nightshift.governance.Rate;
import dev.nightshift.governance.TimelineEntry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

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

  /** A report. */
  record Report(
      String time,
      String trigger,
      String state,
      String solved,
      String passed,
      List<Pattern> patterns,
      List<Item> items) {}

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

  @GetMapping("/console/governance")
  String governance(Model model) {
    model.addAttribute("report", parts.governance().last().map(this::report).orElse(null));
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
            .toList());
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
