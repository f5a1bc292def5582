package dev.nightshift.harvest;

/**
 * How far a harvest is.
 *
 * @param done questions dealt with
 * @param total questions of this harvest
 * @param question the one just dealt with
 * @param outcome what is to become of it, in one word: kept, recovered, duplicate, dropped,
 *     abstained, quarantined or deferred
 */
public record HarvestProgress(int done, int total, String question, String outcome) {}
