package dev.nightshift.access;

/** A key cannot be made, found or used; the message is fit for whoever sent it. */
public final class AccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** A name, scope, rate or expiry that is none. */
    INVALID,
    /** There is no key with this id. */
    UNKNOWN_ID,
    /** A key is needed and none was sent. */
    MISSING,
    /** What was sent is no key that is in force: unknown, expired or revoked. */
    REFUSED,
    /** The key may not be used for this. */
    SCOPE,
    /** The file of the keys cannot be read or written: nobody gets in until it can. */
    UNREADABLE
  }

  private final Code code;

  public AccessException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public AccessException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
