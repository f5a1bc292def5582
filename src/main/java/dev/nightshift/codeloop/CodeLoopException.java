package dev.nightshift.codeloop;

/** A task that cannot be worked on. */
public final class CodeLoopException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Code {
    /** The file of a task is missing, unreadable, or says something that cannot be meant. */
    TASK,
    /** What was asked for is out of range. */
    REQUEST,
    /** Somebody ended it. */
    CANCELLED
  }

  private final Code code;

  /** With what is wrong, where, and what to do. */
  public CodeLoopException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** The same with its cause. */
  public CodeLoopException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }
}
