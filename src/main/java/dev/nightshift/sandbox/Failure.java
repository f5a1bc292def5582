package dev.nightshift.sandbox;

/**
 * An exception that nobody caught.
 *
 * @param type its class, such as ValueError
 * @param message its text
 * @param line the program's last line in its traceback, 0 for none
 */
public record Failure(String type, String message, int line) {}
