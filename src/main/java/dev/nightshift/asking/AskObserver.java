package dev.nightshift.asking;

/** Hears how questions came out. Called by the asking thread, must return quickly and not throw. */
public interface AskObserver {
  /** A question has been answered and remembered, and nothing was found to be wrong with it. */
  void answered(AskReply reply);

  /**
   * A question got no reply, or one that does not pass its check ({@code verifier}).
   *
   * @param model base model asked
   * @param adapter active at the time, or {@code base}
   * @param cause the error's code in lower case
   */
  void failed(String model, String adapter, String cause);
}
