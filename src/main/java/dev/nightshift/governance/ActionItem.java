package dev.nightshift.governance;

/**
 * Something to do.
 *
 * @param priority from 1, the most urgent first
 * @param issue what it is about: a pattern's name, {@code nights}, {@code questions} or {@code
 *     setting}
 * @param title in a few words
 * @param description why, with numbers
 * @param severity how much it costs to leave it
 * @param autoFixable whether it can be tried without a person
 * @param status {@code open}; {@code proposed} when a remedy waits for its test; {@code
 *     recommended} or {@code refuted} when its bench has said so
 * @param command what to run for it; empty for none
 */
public record ActionItem(
    int priority,
    String issue,
    String title,
    String description,
    Severity severity,
    boolean autoFixable,
    String status,
    String command) {}
