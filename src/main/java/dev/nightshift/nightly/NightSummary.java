package dev.nightshift.nightly;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One past or running night.
 *
 * @param result how it ended, {@code RUNNING} if it has not
 * @param startedAt when it began
 * @param finishedAt when it ended; null while it has not
 */
public record NightSummary(NightResult result, Instant startedAt, @Nullable Instant finishedAt) {}
