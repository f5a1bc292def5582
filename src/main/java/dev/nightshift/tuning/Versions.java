package dev.nightshift.tuning;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions of what computes, for provenance. */
final class Versions {
  private Versions() {}

  static Map<String, String> current() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("nightshift", or(Versions.class.getPackage().getImplementationVersion()));
    versions.put("java", Runtime.version().toString());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }

  private static String or(@Nullable String version) {
    return version == null ? "development" : version;
  }
}
