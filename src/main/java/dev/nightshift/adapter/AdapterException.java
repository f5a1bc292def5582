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
    super(withReason(message, cause), cause);
    this.code = code;
  }

  /** What the operating system said is what a person can do something about. */
  private static String withReason(String message, Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    return cause.getMessage() == null || message.contains(reason)
        ? message
        : message + ": " + reason;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
