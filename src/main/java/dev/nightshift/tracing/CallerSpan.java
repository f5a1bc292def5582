package dev.nightshift.tracing;

import org.jspecify.annotations.Nullable;

/**
 * The span of another program that the current request belongs to. Threads that the request's
 * thread starts inherit it.
 */
public final class CallerSpan {
  private static final ThreadLocal<@Nullable String> HEADER = new InheritableThreadLocal<>();

  private CallerSpan() {}

  /** Sets W3C Trace Context's header {@code traceparent} of the request that begins. */
  public static void begin(@Nullable String traceparent) {
    if (traceparent != null) {
      HEADER.set(traceparent);
    }
  }

  /** Forgets it, with the request. */
  public static void end() {
    HEADER.remove();
  }

  /** The header as it was sent; null when there was none. */
  public static @Nullable String current() {
    return HEADER.get();
  }
}
