package dev.nightshift.harvest;

/**
 * How far a harvest is.
 *
 * @param done questions dealt with
 * @param total questions of this harvest
 * @param question the one just dealt with
 * @param outcome what became of it
 */
public record HarvestProgress(int done, int total, String question, LedgerOutcome outcome) {}
