package dev.nightshift.governance;

/**
 * Something that was counted or looked up.
 *
 * @param name of what
 * @param value as it stands in the answer
 */
public record Fact(String name, String value) {}
