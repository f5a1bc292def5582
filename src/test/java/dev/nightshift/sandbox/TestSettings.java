package dev.nightshift.sandbox;

import java.util.List;

/** Settings of tests. */
final class TestSettings {
  /** What ordinary programs import. */
  static final List<String> IMPORTS =
      List.of("collections", "itertools", "json", "math", "re", "sys", "time");

  private TestSettings() {}

  /** The defaults, as they are bound, with so many interpreters waiting. */
  static SandboxSettings defaults(int warm) {
    return ShippedSandbox.settings().with(Boundary.FULL, warm, 8);
  }

  /** The whole boundary, with so many interpreters waiting. */
  static SandboxSettings full(int warm) {
    return new SandboxSettings(
        Boundary.FULL, "/usr/bin/python3", 65500, warm, 8, Limits.defaults(), IMPORTS);
  }
}
