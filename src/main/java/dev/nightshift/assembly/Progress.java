package dev.nightshift.assembly;

import dev.nightshift.model.FetchListener;

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

  /**
   * A training moved.
   *
   * @param step of the optimiser, from 1
   * @param loss of that step, in nats
   */
  default void trained(int step, double loss) {}

  /** Tells of a fetch as of any other work. */
  default FetchListener fetching() {
    return (what, done, total) ->
        update(
            "model",
            total > 0
                ? "%s, %d of %d MB".formatted(what, done / 1_000_000, total / 1_000_000)
                : what,
            total > 0 ? (double) done / total : -1);
  }

  /** Hears nothing. */
  static Progress silent() {
    return (stage, message, share) -> {};
  }
}
