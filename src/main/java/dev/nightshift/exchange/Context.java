package dev.nightshift.exchange;

/**
 * What else there was to a question than its words. An answer is worth to others what it is worth
 * without that: a follow-up means nothing alone, and what was answered in the form of a schema is
 * an example for that schema only.
 *
 * @param profile id of the configured model whose schema the answer follows; empty for free text
 * @param instructed whether an application's own system turn stood before it
 * @param turnsBefore earlier turns of the conversation, the system's not counted
 * @param elsewhere whether another model answered than the one that nights improve
 */
public record Context(String profile, boolean instructed, int turnsBefore, boolean elsewhere) {
  /** The question alone, asked of the model that nights improve, answered in free text. */
  public static final Context PLAIN = new Context("", false, 0, false);

  public Context {
    if (turnsBefore < 0) {
      throw new IllegalArgumentException("turnsBefore must be at least 0: " + turnsBefore);
    }
  }

  /** Whether the question means the same without what was said before it. */
  public boolean standsAlone() {
    return turnsBefore == 0;
  }

  /** Whether the answer shows what the model that nights improve says of itself to the question. */
  public boolean isPlain() {
    return equals(PLAIN);
  }
}
