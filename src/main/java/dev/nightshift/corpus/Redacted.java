package dev.nightshift.corpus;

/**
 * A text without its secrets.
 *
 * @param text with {@code [REDACTED:kind]} in their places
 * @param count how many were replaced
 */
public record Redacted(String text, int count) {}
