package dev.nightshift.corpus;

/** Training rows could not be read or written. */
public final class CorpusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** A file could not be read or written. */
    IO,
    /** A line is not a training row. */
    MALFORMED
  }

  private final Code code;

  public CorpusException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public CorpusException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
