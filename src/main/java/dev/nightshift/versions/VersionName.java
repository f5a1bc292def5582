package dev.nightshift.versions;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a person names a program that is kept. */
sealed interface VersionName {
  Pattern FORM = Pattern.compile("(.+):(?:(\\d{1,6})|(best)|v(\\d{1,6})|(adopted))");

  /** {@code RUN:3}. */
  record OfRun(String run, int attempt) implements VersionName {}

  /** {@code RUN:best}. */
  record BestOfRun(String run) implements VersionName {}

  /** {@code TASK:v2}. */
  record Solution(String task, int version) implements VersionName {}

  /** {@code TASK:adopted}. */
  record Adopted(String task) implements VersionName {}

  /**
   * Reads a name.
   *
   * @throws VersionsException REQUEST
   */
  static VersionName of(String name) {
    Matcher parts = FORM.matcher(name.strip());
    if (!parts.matches()) {
      throw new VersionsException(
          VersionsException.Code.REQUEST,
          "a version is named RUN:3, RUN:best, TASK:v2 or TASK:adopted, not \"" + name + "\"");
    }
    String of = parts.group(1);
    if (parts.group(2) != null) {
      return new OfRun(of, Integer.parseInt(parts.group(2)));
    }
    if (parts.group(3) != null) {
      return new BestOfRun(of);
    }
    return parts.group(4) == null
        ? new Adopted(of)
        : new Solution(of, Integer.parseInt(parts.group(4)));
  }
}
