package dev.nightshift.scope;

/** A scope could not be read, written or used. */
public final class ScopeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** The file is not there or cannot be read or written. */
    IO,
    /** The file is not a scope. */
    FORMAT,
    /** The scope's vectors are of another embedder than the question's. */
    EMBEDDER
  }

  private final Code code;

  public ScopeException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public ScopeException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
