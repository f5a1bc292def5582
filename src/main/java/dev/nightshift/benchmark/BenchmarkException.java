package dev.nightshift.benchmark;

/** A file of problems that cannot be imported at all. */
public final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Code {
    /** The file cannot be read, or is none of problems. */
    FILE,
    /** The tasks cannot be written. */
    OUTPUT,
    /** It was interrupted; the tasks are written. */
    INTERRUPTED
  }

  private final Code code;

  BenchmarkException(Code code, String message) {
    super(message);
    this.code = code;
  }

  BenchmarkException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }
}
