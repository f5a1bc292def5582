package dev.nightshift.benchmark;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whose problems they are. */
public enum BenchmarkFormat {
  /**
   * {@code task_id}, {@code prompt}, {@code canonical_solution}, {@code test}, {@code entry_point}.
   */
  HUMANEVAL,
  /** {@code task_id}, {@code text} or {@code prompt}, {@code code}, {@code test_list}. */
  MBPP;

  /** By the names of its fields. */
  static Optional<BenchmarkFormat> of(JsonNode problem) {
    if (problem.has("entry_point") && problem.has("test")) {
      return Optional.of(HUMANEVAL);
    }
    return problem.has("test_list") && problem.has("code") ? Optional.of(MBPP) : Optional.empty();
  }
}
