package dev.nightshift.rollout;

/** Told how a rollout goes, for a person to see; what it throws is logged and changes nothing. */
@FunctionalInterface
public interface RolloutListener {
  /**
   * Something happened.
   *
   * @param phase baseline, validate, swap, prove, watch, rollback, …
   * @param message one line in words
   */
  void on(String phase, String message);

  /** Tells nobody. */
  static RolloutListener silent() {
    return (phase, message) -> {};
  }
}
