package dev.nightshift.console;

/**
 * A setting as it is in force.
 *
 * @param name such as {@code nightshift.gateway.port}
 * @param value as it would be written; dots for a secret, empty for none
 * @param source where it was written, {@code default} when nobody did
 */
public record SettingShown(String name, String value, String source) {}
