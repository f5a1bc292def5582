package dev.nightshift.prompts;

/** Where a candidate comes from. */
public enum Origin {
  /** A rule about a kind of failure. */
  RULES,
  /** A model that read failed attempts. */
  REFLECTION,
  /** A person. */
  OPERATOR
}
