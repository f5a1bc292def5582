package dev.nightshift.assembly;

/** Hears how long work gets on. Called from any thread, must return quickly. */
@FunctionalInterface
public interface Progress {
  /**
   * Something moved.
   *
   * @param stage what is being done, a word or two: "training", "watch"
   * @param message where it stands, for a person: "step 12 of 96, loss 0.42, 310 tok/s"
   * @param share of the stage that is done, 0 to 1; negative when unknown
   */
  void update(String stage, String message, double share);

  /** Hears nothing. */
  static Progress silent() {
    return (stage, message, share) -> {};
  }
}
