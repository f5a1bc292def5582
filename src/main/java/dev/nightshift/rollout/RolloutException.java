package dev.nightshift.rollout;

/**
 * A rollout could not be begun or recorded. How one that was begun ends is a {@link RolloutResult}.
 */
public final class RolloutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** Another rollout, or what none may run beside, is under way, here or in another process. */
    LOCKED,
    /** The adapter may not be tried; becomes the result REJECTED. */
    REFUSED,
    /** A record of the rollout could not be written. */
    STORAGE
  }

  private final Code code;

  public RolloutException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public RolloutException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
