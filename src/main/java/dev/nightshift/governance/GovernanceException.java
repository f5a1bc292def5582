package dev.nightshift.governance;

/** What is kept could not be read or written, or something asked for is not there. */
public final class GovernanceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    STORAGE,
    NOT_FOUND
  }

  private final Code code;

  public GovernanceException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public GovernanceException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
