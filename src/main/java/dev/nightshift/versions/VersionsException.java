package dev.nightshift.versions;

/** A version of a program could not be found, read or written. */
public final class VersionsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Code {
    /** There is no such version, or it was not named clearly. */
    REQUEST,
    /** The program does not pass its task now. */
    FAILED,
    /** Another process writes, and does not end. */
    BUSY,
    /** The repository cannot be read or written. */
    STORAGE
  }

  private final Code code;

  /** With what is wrong, where, and what to do. */
  public VersionsException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** The same with its cause. */
  public VersionsException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }
}
