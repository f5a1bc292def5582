package dev.nightshift.tracing;

import org.jspecify.annotations.Nullable;

/**
 * The trace that was just sent in this thread, for meters that name an example of what they count.
 */
public final class SentTrace {
  private static final ThreadLocal<@Nullable String> TRACE = new ThreadLocal<>();

  private SentTrace() {}

  /** Its id; null when there is none. */
  public static @Nullable String current() {
    return TRACE.get();
  }

  /** Remembers a trace. */
  public static void set(String trace) {
    TRACE.set(trace);
  }

  /** Forgets it. */
  public static void clear() {
    TRACE.remove();
  }
}
