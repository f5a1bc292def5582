package dev.nightshift.rollout;

import org.jspecify.annotations.Nullable;

/**
 * How a rollout, a rollback or a drill ended.
 *
 * @param state ACTIVE, REJECTED or ROLLED_BACK
 * @param adapter the version that was tried, or, for a rollback, that was taken back
 * @param active the version that answers now, or {@code base}
 * @param reason in words for a person
 * @param timings how long it took
 * @param watched what the watch saw; null if there was none
 */
public record RolloutResult(
    RolloutState state,
    String adapter,
    String active,
    String reason,
    RolloutTimings timings,
    @Nullable WatchSummary watched) {}
