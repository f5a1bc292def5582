package dev.nightshift.versions;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is kept of programs ({@code nightshift.versions.*}).
 *
 * @param keepRuns newest runs whose attempts are kept; solutions stay whatever their age
 */
public record VersionsSettings(@DefaultValue("500") int keepRuns) {
  public VersionsSettings {
    if (keepRuns < 1 || keepRuns > 100_000) {
      throw new IllegalArgumentException("keepRuns must be 1 to 100000: " + keepRuns);
    }
  }

  /** The values that hold when nothing is configured. */
  public static VersionsSettings defaults() {
    return new VersionsSettings(500);
  }
}
