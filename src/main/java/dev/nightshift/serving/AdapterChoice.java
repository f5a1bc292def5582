package dev.nightshift.serving;

/** Which adapter shall answer a request. */
public sealed interface AdapterChoice {
  /** The active adapter, if the scope policy lets it answer this question; otherwise the base. */
  record Active() implements AdapterChoice {}

  /** The base model, whatever is active. */
  record Base() implements AdapterChoice {}

  /**
   * This adapter.
   *
   * @param adapter what to answer with; need not be active
   * @param scoped true: only in its scope (the base answers the rest); false: always
   */
  record Exactly(ServableAdapter adapter, boolean scoped) implements AdapterChoice {}
}
