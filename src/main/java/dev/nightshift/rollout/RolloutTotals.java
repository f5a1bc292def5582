package dev.nightshift.rollout;

/**
 * Counts over all rollouts, in nights and by hand. Drills are left out: that a broken adapter is
 * taken back is how they should end.
 *
 * @param succeeded deployments that passed and became active
 * @param takenBack deployments that were taken back after the swap, and rollbacks that a person
 *     asked for or a start found necessary
 */
public record RolloutTotals(long succeeded, long takenBack) {}
