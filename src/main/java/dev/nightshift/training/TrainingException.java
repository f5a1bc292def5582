package dev.nightshift.training;

/** A training run could not be done. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** The specification, the examples or the options are unusable. */
    INPUT,
    /** The adapter that is to be continued cannot be used, or not on this base. */
    ADAPTER,
    /** The base model cannot be trained. */
    MODEL,
    /** The run needs more memory than it may use. */
    MEMORY,
    /** The loss or a gradient was not a finite number. */
    DIVERGED,
    /** The trainer process died, or said nothing it should have said. */
    PROCESS,
    /** A checkpoint is of another run or damaged. */
    CHECKPOINT,
    /** Somebody asked to stop. */
    CANCELLED,
    /** A file could not be read or written. */
    IO
  }

  private final Code code;

  public TrainingException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public TrainingException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
