package dev.nightshift.coderuns;

/** Something with runs cannot be done. */
public final class CodeRunsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Code {
    /** As many as may go on or wait already do. */
    BUSY,
    /** As many of this user's already do. */
    TOO_MANY,
    /** The server is stopping. */
    CLOSED,
    /** There is no such run, or it is somebody else's. */
    UNKNOWN,
    /** A run's file cannot be read or deleted. */
    STORAGE
  }

  private final Code code;

  CodeRunsException(Code code, String message) {
    super(message);
    this.code = code;
  }

  CodeRunsException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }
}
