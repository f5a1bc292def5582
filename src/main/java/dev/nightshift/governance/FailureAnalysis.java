package dev.nightshift.governance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What failed in a span of time.
 *
 * @param from first instant
 * @param until first instant after it
 * @param attempts all attempts, passed ones too
 * @param failed those that did not pass
 * @param runs runs with an attempt in the span
 * @param unfinished runs of these that go on or were cut off; unknown of older reports: none
 * @param solved runs of these that are over and solved
 * @param instructions versions that were in force, lowest first
 * @param patterns of the failures, the most frequent first; an attempt may show several
 * @param recommendations one for each pattern, the severest first
 */
public record FailureAnalysis(
    Instant from,
    Instant until,
    int attempts,
    int failed,
    int runs,
    @Nullable Integer unfinished,
    int solved,
    List<Integer> instructions,
    List<FailurePattern> patterns,
    List<Recommendation> recommendations) {
  public FailureAnalysis {
    instructions = instructions == null ? List.of() : List.copyOf(instructions);
    patterns = List.copyOf(patterns);
    recommendations = List.copyOf(recommendations);
  }

  /** Runs that are over, so that it is known whether they are solved. */
  public int finished() {
    return runs - (unfinished == null ? 0 : unfinished);
  }

  /** A pattern, where there is one. */
  public Optional<FailurePattern> pattern(FailureCategory category) {
    return patterns.stream().filter(one -> one.issue() == category).findFirst();
  }

  FailureAnalysis without(Set<String> gone, Set<String> goneTasks) {
    return new FailureAnalysis(
        from,
        until,
        attempts,
        failed,
        runs,
        unfinished,
        solved,
        instructions,
        patterns.stream().map(one -> one.without(gone, goneTasks)).toList(),
        recommendations.stream()
            .map(
                one ->
                    pattern(one.issue()).filter(p -> p.names(gone, goneTasks)).isPresent()
                        ? one.withoutDescription()
                        : one)
            .toList());
  }
}
