package dev.nightshift.model;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The time that prompts say it is, for templates that write the date into them ({@code
 * strftime_now}; Llama 3.1 and later do). It is the local time of the rendering, as with Hugging
 * Face's {@code apply_chat_template}. What is compared must not differ by its date: within {@link
 * #hold} it is one and the same.
 */
public final class PromptTime {
  private static final ScopedValue<LocalDateTime> HELD = ScopedValue.newInstance();

  private PromptTime() {}

  /**
   * Does some work, in which all prompts that this thread renders say the time of its beginning.
   */
  public static <T> T hold(ScopedValue.CallableOp<T, RuntimeException> work) {
    return at(now(), work);
  }

  /** Does some work at a time of one's choice. */
  static <T> T at(LocalDateTime time, ScopedValue.CallableOp<T, RuntimeException> work) {
    return ScopedValue.where(HELD, time).call(work);
  }

  static LocalDateTime now() {
    return HELD.isBound()
        ? HELD.get()
        : ZonedDateTime.now(ZoneId.systemDefault()).toLocalDateTime();
  }
}
