package dev.nightshift.sandbox;

/** A program could not be run at all. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** The boundary is missing; the message says what to install or to set. */
    REFUSED,
    /** The boundary is there, and yet no interpreter came up, or something of it was left. */
    BROKEN,
    /** The request makes no sense: rows that are no JSON. */
    REQUEST,
    /** Somebody wants this thread to stop, or the sandbox was closed. */
    STOPPED
  }

  private final Code code;

  public SandboxException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public SandboxException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
