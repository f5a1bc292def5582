package dev.nightshift.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Watches the code loop and the nights, and reports. Thread-safe. */
public final class Governance {
  private static final String ATTEMPTS = "attempts/";
  private static final String REPORTS = "reports/";

  private final GovernanceSettings settings;
  private final GovernanceSources sources;
  private final AttemptStore attempts;
  private final SelfDebugger debugger;
  private final ReportStore reports;
  private final QuestionWatch questions;
  private final NightWatch nights;
  private final Questioning questioning;

  public Governance(GovernanceSettings settings, GovernanceSources sources) {
    this.settings = settings;
    this.sources = sources;
    this.attempts =
        new AttemptStore(sources.folder().resolve("attempts"), settings, sources.clock());
    this.debugger = new SelfDebugger(attempts, sources.clock());
    this.reports = new ReportStore(sources.folder().resolve("reports"), settings.reports());
    this.questions = new QuestionWatch(sources.questions(), sources.embedder(), settings);
    this.nights = new NightWatch(sources.nights(), new BenchResults(sources.folder()));
    this.questioning = new Questioning(this, sources);
  }

  /** What was tried. */
  public AttemptStore attempts() {
    return attempts;
  }

  /** Finds patterns in failures. */
  public SelfDebugger debugger() {
    return debugger;
  }

  /** Keeps what runs try, and reports when too much of it fails. */
  public AttemptRecorder recorder() {
    return new AttemptRecorder(attempts, run -> reportIfDue("run"));
  }

  /** A night is over. */
  public void nightEnded() {
    reportIfDue("night");
  }

  /**
   * Reports if much failed in the window, or a night ended badly, and no report was written in it.
   */
  private synchronized Optional<GovernanceReport> reportIfDue(String trigger) {
    Instant now = sources.clock().instant();
    boolean told =
        reports.last().filter(one -> one.time().plus(settings.window()).isAfter(now)).isPresent();
    if (told) {
      return Optional.empty();
    }
    int failed = debugger.analyzeRecentFailures(settings.window()).failed();
    boolean badNight =
        trigger.equals("night")
            && !nights.look(Span.before(now, settings.window())).troubles().isEmpty();
    return failed > settings.failures() || badNight
        ? Optional.of(report(trigger, settings.window()))
        : Optional.empty();
  }

  /** Writes a report now. */
  public GovernanceReport report(Duration lookback) {
    return shown(report("demand", lookback));
  }

  private synchronized GovernanceReport report(String trigger, Duration lookback) {
    Instant now = sources.clock().instant();
    FailureAnalysis analysis = debugger.analyze(Span.before(now, lookback));
    QuestionFindings failed = questions.look(Span.before(now, longer(lookback)));
    NightFindings found = nights.look(Span.before(now, longer(lookback)));
    ImprovedPrompt prompt =
        analysis.failed() > settings.failures()
            ? sources.prompts().improve(analysis).orElse(null)
            : null;
    GovernanceReport report =
        new GovernanceReport(
            ReportStore.id(now),
            now,
            trigger,
            SystemStatus.of(analysis, !found.troubles().isEmpty()),
            analysis,
            failed,
            found,
            prompt,
            prompt == null ? null : sources.prompts().search(),
            ActionItems.of(analysis, failed, found, prompt),
            reports.last().map(before -> previous(before, now)).orElse(null));
    reports.write(report);
    return report;
  }

  private PreviousReport previous(GovernanceReport before, Instant now) {
    Instant from = before.time().plusMillis(1);
    Instant until = now.isAfter(from) ? now.plusMillis(1) : from.plusMillis(1);
    FailureAnalysis since = debugger.analyze(new Span(from, until));
    return new PreviousReport(
        before.id(), before.time(), Promises.kept(before, since), before.search());
  }

  /** Whether a report waits for better instructions to be searched for. */
  public boolean searchWaits() {
    return reports.all().stream().anyMatch(one -> one.search() != null && one.search().isWaiting());
  }

  /** A search is over: all reports that proposed instructions and knew of none yet say so. */
  public synchronized void searched(InstructionSearch outcome) {
    reports.all().stream()
        .filter(GovernanceReport::awaitsSearch)
        .forEach(one -> reports.write(one.searched(outcome)));
  }

  /**
   * Takes what is kept of runs away, their files first, then what reports say of them: examples,
   * and of tasks that nobody else worked on the names.
   */
  public synchronized void forget(Set<String> runs) {
    Set<String> tasks = attempts.forget(runs);
    for (GovernanceReport report : reports.all()) {
      GovernanceReport without = report.without(runs, tasks);
      if (!without.equals(report)) {
        reports.write(without);
      }
    }
  }

  /** Nights and questions are rarer than attempts. */
  private Duration longer(Duration lookback) {
    return lookback.compareTo(settings.nightsWindow()) > 0 ? lookback : settings.nightsWindow();
  }

  /** The newest report; empty when none was ever written. */
  public Optional<GovernanceReport> last() {
    return reports.last().map(this::shown);
  }

  /** All reports, newest first, without people's words. */
  public List<GovernanceReport> reports() {
    return reports.all().reversed();
  }

  private GovernanceReport shown(GovernanceReport report) {
    return report.with(questions.shown(report.questions()));
  }

  /** Answers a question about what failed, from what is kept; the numbers are counted here. */
  public GovernanceAnswer ask(String question) {
    return questioning.answer(question);
  }

  /** What went wrong in the nights that reports look at. */
  NightFindings recentNights() {
    return nights.look(Span.before(sources.clock().instant(), settings.nightsWindow()));
  }

  /** How far back reports look unless they are told. */
  public Duration window() {
    return settings.window();
  }

  /** Reports, adoptions, changes of the instructions, nights and rollbacks, oldest first. */
  public List<TimelineEntry> timeline() {
    Span all = new Span(Instant.EPOCH, sources.clock().instant().plusMillis(1));
    List<TimelineEntry> entries = new ArrayList<>(sources.promptEvents().in(all));
    reports.all().forEach(report -> entries.add(entry(report)));
    attempts.runs().stream().filter(RunEntry::solved).forEach(run -> entries.add(entry(run)));
    sources
        .nights()
        .nights(all)
        .forEach(
            night ->
                entries.add(
                    new TimelineEntry(
                        night.time(),
                        "night",
                        night.key(),
                        night.state().toLowerCase(Locale.ROOT) + because(night.reason()),
                        "")));
    sources
        .nights()
        .takenBack(all)
        .forEach(
            one ->
                entries.add(
                    new TimelineEntry(
                        one.time(),
                        "rollback",
                        one.adapter(),
                        "taken back" + because(one.reason()),
                        "")));
    entries.sort(Comparator.comparing(TimelineEntry::time));
    return List.copyOf(entries);
  }

  private static TimelineEntry entry(GovernanceReport report) {
    return new TimelineEntry(
        report.time(),
        "report",
        report.id(),
        String.format(
            Locale.ROOT,
            "%s: %d of %d attempts failed, %d of %d runs solved",
            report.systemStatus().state(),
            report.analysis().failed(),
            report.analysis().attempts(),
            report.analysis().solved(),
            report.analysis().finished()),
        REPORTS + ReportStore.file(report.id()));
  }

  private static TimelineEntry entry(RunEntry run) {
    return new TimelineEntry(
        run.time(),
        "adoption",
        run.task(),
        String.format(
            Locale.ROOT,
            "solved after %d %s with instructions version %d",
            run.attempts(),
            run.attempts() == 1 ? "attempt" : "attempts",
            run.instructions()),
        run.adopted().isEmpty() ? "" : ATTEMPTS + "attempt_" + run.adopted() + ".py");
  }

  private static String because(String reason) {
    return reason.isBlank() ? "" : ": " + reason;
  }
}
