package dev.nightshift.coderuns;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A run in a line.
 *
 * @param owner who started it
 * @param task its id
 * @param created when it was asked for
 * @param started when its turn came; null while it waits
 * @param ended null while it goes on
 * @param attempts programs so far
 * @param passRate of the best of them: share of the rows, 0 to 1
 * @param problem why it failed or was given up; empty otherwise
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunSummary(
    String id,
    String owner,
    String task,
    RunState state,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended,
    int attempts,
    double passRate,
    String problem) {}
