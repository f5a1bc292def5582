package dev.nightshift.tuning;

/** An adapter could not be made. */
public final class TuningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** There is nothing to train on. */
    NO_ROWS,
    /** The adapter to be continued is another base's, or a setting contradicts it. */
    ADAPTER,
    /** A file of the run could not be read or written. */
    IO
  }

  private final Code code;

  public TuningException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public TuningException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
