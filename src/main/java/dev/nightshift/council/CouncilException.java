package dev.nightshift.council;

/** A seat gave no reply. The council counts it as no vote; nobody else sees it. */
public final class CouncilException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    SEAT_TIMEOUT,
    SEAT_AWAY,
    SEAT_FAILED,
    INTERRUPTED
  }

  private final Code code;

  public CouncilException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
