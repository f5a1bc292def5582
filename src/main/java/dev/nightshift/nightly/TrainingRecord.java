package dev.nightshift.nightly;

import java.time.Instant;

/**
 * A training that produced an adapter.
 *
 * @param id recorded once; for a night {@link Night#key()}
 * @param adapter its name
 * @param finishedAt when
 * @param seconds it took
 * @param loss at the end
 * @param rows trained on
 */
public record TrainingRecord(
    String id, String adapter, Instant finishedAt, double seconds, double loss, int rows) {}
