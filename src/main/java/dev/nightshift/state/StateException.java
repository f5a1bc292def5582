package dev.nightshift.state;

/** The state database could not be opened. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** No connection: the server is down, the file is damaged, locked or not writable. */
    UNAVAILABLE,
    /** The tables could not be brought to this version of the program. */
    MIGRATION
  }

  private final Code code;

  public StateException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
