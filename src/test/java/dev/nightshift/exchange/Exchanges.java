package dev.nightshift.exchange;

/** Exchanges for tests. */
public final class Exchanges {
  private Exchanges() {}

  /** The same exchange in another context. */
  public static Exchange in(Context context, Exchange one) {
    return new Exchange(
        one.id(),
        one.at(),
        one.question(),
        one.answer(),
        one.model(),
        one.adapter(),
        one.confidence(),
        one.outcome(),
        one.latency(),
        one.promptTokens(),
        one.answerTokens(),
        one.author(),
        one.corrections(),
        context);
  }
}
