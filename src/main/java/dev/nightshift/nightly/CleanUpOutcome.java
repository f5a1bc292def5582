package dev.nightshift.nightly;

/**
 * What was removed.
 *
 * @param removed files and directories
 * @param text in one line
 */
public record CleanUpOutcome(int removed, String text) {}
