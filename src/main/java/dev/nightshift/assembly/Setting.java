package dev.nightshift.assembly;

/**
 * A value as somebody wrote it.
 *
 * @param value the text
 * @param origin where it was written, for messages
 */
record Setting(String value, String origin) {}
