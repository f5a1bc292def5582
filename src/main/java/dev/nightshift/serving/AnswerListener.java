package dev.nightshift.serving;

import dev.nightshift.exchange.WrittenToken;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Follows one answer while it is written, and can end it. Called by the thread that computes, for
 * others' answers too: both methods must return at once and not throw.
 */
public interface AnswerListener {
  /** Only waits for the whole answer. */
  AnswerListener NONE = endedBy(() -> false);

  /** Waits for the whole answer, and ends it when nobody wants it any more. */
  static AnswerListener endedBy(BooleanSupplier cancelled) {
    return new AnswerListener() {
      @Override
      public void piece(String text) {}

      @Override
      public boolean cancelled() {
        return cancelled.getAsBoolean();
      }

      @Override
      public boolean hears() {
        return false;
      }
    };
  }

  /**
   * The next piece of the answer, which is final: all pieces together are the answer's text. An
   * answer that may yet be replaced by another one comes as one piece when that is decided. When
   * the request fails, pieces may have come before.
   */
  void piece(String text);

  /**
   * The next piece with the tokens that begin in it, where the backend knows them: all together are
   * the answer's tokens. A piece without a text may end the answer.
   */
  default void piece(String text, List<WrittenToken> tokens) {
    if (!text.isEmpty()) {
      piece(text);
    }
  }

  /**
   * Whether nobody wants the answer any more. Asked while the request waits and before every token;
   * once it is true the request fails with CANCELLED, and what it held is free for others.
   */
  boolean cancelled();

  /** Whether it has a use for pieces; without one an answer need not come in any. */
  default boolean hears() {
    return true;
  }

  /** Ends an answer as this one does, and hears nothing of it. */
  default AnswerListener unheard() {
    return hears() ? endedBy(this::cancelled) : this;
  }
}
