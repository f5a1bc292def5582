package dev.nightshift.starter;

/**
 * An answer that has been remembered.
 *
 * @param id names it in feedback
 * @param text the answer
 * @param confidence geometric mean probability of its tokens, 0 to 1
 * @param success whether it counts as right so far: its confidence is above the threshold
 * @param adapter what gave it: a version, or {@code base}
 */
public record Answered(
    String id, String text, double confidence, boolean success, String adapter) {}
