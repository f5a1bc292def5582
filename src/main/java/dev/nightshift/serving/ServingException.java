package dev.nightshift.serving;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A question could not be answered, or an adapter not be switched. */
public final class ServingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    BUSY,
    TIMEOUT,
    CANCELLED,
    UNAVAILABLE,
    ADAPTER,
    REQUEST
  }

  private final Code code;
  private final @Nullable Duration retryAfter;

  public ServingException(Code code, String message) {
    super(message);
    this.code = code;
    this.retryAfter = null;
  }

  /**
   * One that may be over later.
   *
   * @param retryAfter when it is worth asking again
   */
  public ServingException(Code code, String message, Duration retryAfter) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public ServingException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryAfter = null;
  }

  /** When it is worth asking again, if that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
