package dev.nightshift.reliability;

/**
 * The end of a process at an operation. Nobody may catch it: what it interrupts does not happen.
 */
public final class Death extends Error {
  private static final long serialVersionUID = 1L;

  Death(String message) {
    super(message, null, false, false);
  }
}
