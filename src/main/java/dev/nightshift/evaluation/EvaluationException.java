package dev.nightshift.evaluation;

/** A question set could not be read or kept. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** Lines that are not evaluation items; the message names them. */
    FORMAT,
    /** The disk said no. */
    STORAGE
  }

  private final Code code;

  public EvaluationException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public EvaluationException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
