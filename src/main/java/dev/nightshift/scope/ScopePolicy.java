package dev.nightshift.scope;

/** Who answers while an adapter is active. */
public enum ScopePolicy {
  /** The adapter what is in its scope, the base all else. */
  SCOPED,
  /** The adapter everything. */
  ALWAYS,
  /** The base everything: the adapter is loaded but not used. */
  OFF
}
