package dev.nightshift.serving;

import org.jspecify.annotations.Nullable;

/** Which adapter shall answer a request. */
public sealed interface AdapterChoice {
  /**
   * The active adapter, if the scope policy lets it answer this question and it says what it was
   * taught; otherwise the base.
   */
  record Active() implements AdapterChoice {}

  /** The base model, whatever is active. */
  record Base() implements AdapterChoice {}

  /**
   * This adapter.
   *
   * @param adapter what to answer with; need not be active
   * @param scoped true: only in its scope, and only what it was taught (the base answers the rest);
   *     false: always
   */
  record Exactly(ServableAdapter adapter, boolean scoped) implements AdapterChoice {}

  /**
   * An adapter by its scope, whatever it says: to see which one is there.
   *
   * @param adapter need not be active; null: the active one
   */
  record Unchecked(@Nullable ServableAdapter adapter) implements AdapterChoice {}
}
