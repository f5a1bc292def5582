package dev.nightshift.quarantine;

/** The rulings could not be read or kept. */
public final class QuarantineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** There is nothing of that id in quarantine. */
    UNKNOWN,
    /** The disk said no. */
    STORAGE
  }

  private final Code code;

  public QuarantineException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public QuarantineException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
