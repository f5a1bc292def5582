package dev.nightshift.generation;

/**
 * How a model is.
 *
 * @param state whether it can answer
 * @param detail in words; for the log and for those who may see it
 */
public record Standing(State state, String detail) {
  /** Whether a model can answer. */
  public enum State {
    /** It can. */
    LOADED,
    /** It has not been opened, or is being opened for the first time. */
    WAITING,
    /** It could not be opened, or its server is away. */
    FAILED
  }
}
