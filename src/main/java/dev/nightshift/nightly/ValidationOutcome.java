package dev.nightshift.nightly;

/**
 * What was found at the end of the night.
 *
 * @param adapter that is active and answers
 * @param text in one line
 */
public record ValidationOutcome(String adapter, String text) {}
