package dev.nightshift.generation;

/**
 * Where a value breaks its schema.
 *
 * @param pointer JSON pointer (RFC 6901) into the value; empty is the value itself
 * @param detail what is wrong there
 */
public record Violation(String pointer, String detail) {
  @Override
  public String toString() {
    return (pointer.isEmpty() ? "the value" : pointer) + ": " + detail;
  }
}
