package dev.nightshift.nightly;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a night.
 *
 * @param name such as {@code harvest}
 * @param startedAt when it first began
 * @param finishedAt null while it has not
 * @param result what it gave, as JSON; empty while it has not
 */
public record NightStep(
    String name, Instant startedAt, @Nullable Instant finishedAt, String result) {}
