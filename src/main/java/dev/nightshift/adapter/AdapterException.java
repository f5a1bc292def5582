package dev.nightshift.adapter;

/** An adapter could not be found, published, read or made current. */
public final class AdapterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** No version of that name. */
    UNKNOWN,
    /** The files are not a usable adapter. */
    INVALID,
    /** The disk said no. */
    STORAGE
  }

  private final Code code;

  public AdapterException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public AdapterException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
