package dev.nightshift.sandbox;

/** What stands between a program and this machine. */
public enum Boundary {
  /** All that this package has, or the run is refused. */
  FULL,
  /** Limits, a time and an empty environment only: for programs that are trusted. */
  UNSAFE
}
