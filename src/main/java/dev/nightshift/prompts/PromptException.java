package dev.nightshift.prompts;

/** Something that cannot be done with the versions of the prompt. */
public final class PromptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Code {
    /** There is no candidate or version of that name. */
    UNKNOWN,
    /** What was asked for is refused: it lost its trial, or has been decided already. */
    REFUSED,
    /** There are too few tasks to try anything on. */
    TOO_FEW_TASKS,
    /** The time is up, or the program ends; what was done until then counts. */
    STOPPED,
    /** The ledger cannot be read or written. */
    LEDGER
  }

  private final Code code;

  /** With what is wrong, where, and what to do. */
  public PromptException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** The same with its cause. */
  public PromptException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }
}
