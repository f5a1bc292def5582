package dev.nightshift.governance;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the patterns in what failed, and says what to do about each. */
public final class SelfDebugger {
  /** As far as a look goes back unless it is said. */
  public static final Duration LOOKBACK = Duration.ofHours(1);

  private static final int EXAMPLES = 3;
  private static final int NAMED = 5;

  private final AttemptStore store;
  private final InstantSource clock;

  public SelfDebugger(AttemptStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What failed in the last hour. */
  public FailureAnalysis analyzeRecentFailures() {
    return analyzeRecentFailures(LOOKBACK);
  }

  /** What failed lately. */
  public FailureAnalysis analyzeRecentFailures(Duration lookback) {
    return analyze(Span.before(clock.instant(), lookback));
  }

  /** What failed in a span. */
  public FailureAnalysis analyze(Span span) {
    List<AttemptEntry> attempts = store.attempts(span);
    List<AttemptEntry> failed = attempts.stream().filter(one -> !one.passed()).toList();
    Set<String> runs = attempts.stream().map(AttemptEntry::run).collect(Collectors.toSet());
    List<RunEntry> over = store.runs().stream().filter(run -> runs.contains(run.run())).toList();
    int solved = (int) over.stream().filter(RunEntry::solved).count();
    List<FailurePattern> patterns =
        Stream.of(FailureCategory.values())
            .map(category -> pattern(category, failed))
            .filter(pattern -> pattern.count() > 0)
            .sorted(Comparator.comparingInt(FailurePattern::count).reversed())
            .toList();
    List<Recommendation> recommendations =
        patterns.stream()
            .map(pattern -> PatternAdvice.on(pattern, attempts.size()))
            .sorted(Comparator.comparing(Recommendation::severity))
            .toList();
    return new FailureAnalysis(
        span.from(),
        span.until(),
        attempts.size(),
        failed.size(),
        runs.size(),
        runs.size() - over.size(),
        solved,
        attempts.stream().map(AttemptEntry::instructions).distinct().sorted().toList(),
        patterns,
        recommendations);
  }

  private static FailurePattern pattern(FailureCategory category, List<AttemptEntry> failed) {
    List<AttemptEntry> showing =
        failed.stream().filter(one -> one.categories().contains(category)).toList();
    Set<String> runs = showing.stream().map(AttemptEntry::run).collect(Collectors.toSet());
    return new FailurePattern(
        category,
        showing.size(),
        runs.size(),
        counted(showing, one -> Stream.of(one.task())),
        counted(showing, one -> details(one, category)),
        examples(category, showing));
  }

  private static Stream<String> details(AttemptEntry attempt, FailureCategory category) {
    return attempt.problems().stream()
        .filter(problem -> problem.category() == category && !problem.detail().isEmpty())
        .map(AttemptProblem::detail)
        .distinct();
  }

  private static Map<String, Integer> counted(
      List<AttemptEntry> attempts, Function<AttemptEntry, Stream<String>> names) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    attempts.stream().flatMap(names).forEach(name -> counts.merge(name, 1, Integer::sum));
    Map<String, Integer> most = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(NAMED)
        .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
    return most;
  }

  private static List<FailurePattern.Example> examples(
      FailureCategory category, List<AttemptEntry> showing) {
    List<FailurePattern.Example> examples = new ArrayList<>();
    Set<String> runs = new HashSet<>();
    for (AttemptEntry attempt : showing.reversed()) {
      if (examples.size() < EXAMPLES && runs.add(attempt.run())) {
        int line =
            attempt.problems().stream()
                .filter(problem -> problem.category() == category)
                .mapToInt(AttemptProblem::line)
                .findFirst()
                .orElse(0);
        examples.add(
            new FailurePattern.Example(
                attempt.run(), attempt.attempt(), attempt.task(), line, attempt.files().getLast()));
      }
    }
    return examples;
  }
}
