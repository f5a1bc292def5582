package dev.nightshift.harvest;

/**
 * A harvest could not be done. What was written before stays, and the next harvest goes on from it.
 */
public final class HarvestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** Another harvest runs in this home. */
    BUSY,
    /** The thread was interrupted. */
    CANCELLED,
    /** A file could not be locked. */
    IO,
    /** Not every question could be put to the council. */
    UNDECIDED
  }

  private final Code code;

  public HarvestException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public HarvestException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
