package dev.nightshift.rollout;

/** In which way the adapter of a drill is broken. */
public enum Breakage {
  /** Its answers are noise. */
  GARBAGE,
  /** Its answers are right and take much longer. */
  SLOW
}
