package dev.nightshift.serving;

/** A question could not be answered, or an adapter not be switched. */
public final class ServingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    BUSY,
    TIMEOUT,
    CANCELLED,
    UNAVAILABLE,
    ADAPTER,
    REQUEST
  }

  private final Code code;

  public ServingException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public ServingException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
