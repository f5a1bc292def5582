package dev.nightshift.vram;

/** The memory of a GPU could not be read. */
public final class VramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** There is nothing to read on this machine. */
    NO_GPU,
    /** Reading failed this time. */
    UNREADABLE
  }

  private final Code code;

  VramException(Code code, String message) {
    super(message);
    this.code = code;
  }

  VramException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
