package dev.nightshift.sandbox;

/**
 * Something that does not belong into a program.
 *
 * @param code what
 * @param line where, from 1
 * @param column where, from 1
 * @param message in words
 * @param excerpt the line
 */
public record Finding(Code code, int line, int column, String message, String excerpt) {
  /** What does not belong. */
  public enum Code {
    SYNTAX_ERROR,
    TOO_DEEP,
    FORBIDDEN_IMPORT,
    DANGEROUS_BUILTIN,
    DANGEROUS_ATTRIBUTE,
    MISSING_FUNCTION
  }
}
