package dev.nightshift.versions;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A run as the history tells of it.
 *
 * @param id of the run
 * @param task id of the task
 * @param began when, to the second
 * @param instructions version of what the writer was told before the task
 * @param attempts in their order; none when it ended before the first
 * @param best number of the best of them, 0 for none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunVersion(
    String id,
    String task,
    Instant began,
    int instructions,
    List<AttemptVersion> attempts,
    int best) {
  public RunVersion {
    attempts = List.copyOf(attempts);
  }

  /** Whether an attempt passed everything. */
  public boolean solved() {
    return attempts.stream().anyMatch(AttemptVersion::solved);
  }
}
