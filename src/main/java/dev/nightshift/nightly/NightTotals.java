package dev.nightshift.nightly;

/**
 * Counts over the nights that the retention has left, and over all trainings.
 *
 * @param nights begun
 * @param trainings that produced an adapter, those started by hand included
 * @param active nights that ended with a new active adapter
 * @param rejected nights whose adapter did not go live
 * @param rolledBack nights whose adapter was taken back
 * @param skipped nights with nothing to train
 * @param failed nights that ended with an error
 */
public record NightTotals(
    int nights, int trainings, int active, int rejected, int rolledBack, int skipped, int failed) {}
