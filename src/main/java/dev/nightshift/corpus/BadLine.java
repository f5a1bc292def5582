package dev.nightshift.corpus;

/**
 * A line that is not a training row.
 *
 * @param number of the line, from 1
 * @param text the line
 * @param reason what is wrong with it
 */
public record BadLine(int number, String text, String reason) {}
