package dev.nightshift.rollout;

import org.jspecify.annotations.Nullable;

/**
 * How long the parts of a rollout took, in milliseconds.
 *
 * @param baseline measuring what is active now
 * @param swap from the swap to the proof that the new one answers
 * @param watch on probation
 * @param detection from the swap to the verdict against it; null if there was none
 * @param recovery from that verdict to the proof that the previous one answers; null likewise
 * @param total all of it
 */
public record RolloutTimings(
    long baseline,
    long swap,
    long watch,
    @Nullable Long detection,
    @Nullable Long recovery,
    long total) {}
