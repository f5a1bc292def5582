package dev.nightshift.memory;

/** The memory could not do what it was asked. */
public final class MemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    UNKNOWN_EXCHANGE,
    LOCKED,
    CORRUPT,
    /** The memory and the log that it should follow do not belong together. */
    DETACHED,
    IO
  }

  private final Code code;

  public MemoryException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public MemoryException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }

  static MemoryException unknown(String exchangeId) {
    return new MemoryException(
        Code.UNKNOWN_EXCHANGE,
        "there is no exchange with the id '"
            + exchangeId
            + "'; use the id that came with the answer");
  }
}
