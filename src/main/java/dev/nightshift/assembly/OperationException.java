package dev.nightshift.assembly;

/** An operation could not be done. */
public final class OperationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** The request makes no sense: an unknown id, a file that is not there. */
    REQUEST,
    /** A setting is wrong. */
    CONFIGURATION,
    /** Something else is at work: the memory is locked, the queue is full, a job is running. */
    BUSY,
    /** It was tried and did not work. */
    FAILED
  }

  private final Code code;

  public OperationException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public OperationException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** A setting is wrong; the message names it, its value and what is allowed. */
  static OperationException configuration(String message) {
    return new OperationException(Code.CONFIGURATION, message);
  }

  /** The same with its cause. */
  static OperationException configuration(String message, Throwable cause) {
    return new OperationException(Code.CONFIGURATION, message, cause);
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
