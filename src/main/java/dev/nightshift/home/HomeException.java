package dev.nightshift.home;

/** The home directory could not be used. */
public final class HomeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    LOCKED,
    IO
  }

  private final Code code;

  public HomeException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public HomeException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
