package dev.nightshift.codeloop;

/**
 * Why a row or the tests failed, for who counts failures; the words are beside it.
 *
 * @param kind why
 * @param type class of the exception that was raised, empty for none
 * @param line of the program, from 1; 0 where it is not known
 */
public record Fault(Kind kind, String type, int line) {
  /** Of what passed. */
  public static final Fault NONE = new Fault(Kind.NONE, "", 0);

  /** Why. */
  public enum Kind {
    NONE,
    /** A value as was asked for, but another. */
    WRONG_VALUE,
    /** A value of another type or shape, or printed instead of returned. */
    WRONG_FORM,
    /** An exception. */
    RAISED,
    TOO_LATE,
    TOO_MUCH_MEMORY,
    TOO_MUCH_OUTPUT,
    CRASHED,
    /** Left before its time, without an exception. */
    EXITED,
    /** Not run: the findings say why. */
    REFUSED,
    /** There was nothing to run. */
    NO_PROGRAM
  }

  static Fault of(Kind kind) {
    return new Fault(kind, "", 0);
  }
}
