package dev.nightshift.sandbox;

import java.util.List;

/**
 * Whether a program is looked at before it runs, and what it may import.
 *
 * @param enabled whether it is looked at; what is no Python is refused either way
 * @param allowedImports top-level modules; {@code builtins.eval} allows that function
 */
public record Validation(boolean enabled, List<String> allowedImports) {
  public Validation {
    allowedImports = List.copyOf(allowedImports);
  }

  /** No look at it: the boundary holds without. */
  public static Validation off() {
    return new Validation(false, List.of());
  }

  /** It may import these. */
  public static Validation allowing(List<String> modules) {
    return new Validation(true, modules);
  }
}
