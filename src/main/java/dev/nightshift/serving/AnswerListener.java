package dev.nightshift.serving;

/** Hears an answer while it is written, and may end it. */
public interface AnswerListener {
  /** Hears nothing, waits for the end. */
  AnswerListener NONE =
      new AnswerListener() {
        @Override
        public void piece(String text) {}

        @Override
        public boolean cancelled() {
          return false;
        }
      };

  /** The next piece of the text; together the pieces are the answer. Must return at once. */
  void piece(String text);

  /** Whether nobody wants the answer any more; asked again and again. */
  boolean cancelled();
}
