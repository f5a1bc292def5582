package dev.nightshift.nightly;

import org.jspecify.annotations.Nullable;

/** A night could not be begun or carried on. */
public final class NightlyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** Another process, or another thread, is running a night. */
    ALREADY_RUNNING,
    /** The scheduled run of that night has been taken. */
    ALREADY_TAKEN,
    /** Too little room on the disk. */
    DISK,
    /** Another process took the night over because this one gave no sign of life. */
    LOST,
    /** The job repository or the scheduler does not work. */
    INFRASTRUCTURE
  }

  private final Code code;

  public NightlyException(Code code, String message) {
    this(code, message, null);
  }

  public NightlyException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
