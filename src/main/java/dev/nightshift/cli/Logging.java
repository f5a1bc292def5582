package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import java.util.Locale;
import java.util.Map;

/** How much is logged, and how. Must be told before the first logger is made. */
final class Logging {
  /** The variable that says how: text or json. */
  private static final String FORMAT = "NIGHTSHIFT_LOG_FORMAT";

  private Logging() {}

  /**
   * Sets what logback.xml reads: quiet, or what our own code does as well; lines for people, or
   * JSON objects for who collects logs.
   *
   * @throws OperationException CONFIGURATION when the environment asks for another format
   */
  static void configure(boolean verbose, Map<String, String> environment) {
    System.setProperty("nightshift.log.level", verbose ? "DEBUG" : "WARN");
    String format = environment.getOrDefault(FORMAT, "").strip().toLowerCase(Locale.ROOT);
    System.setProperty(
        "nightshift.log.format",
        switch (format) {
          case "", "text" -> "text";
          case "json" -> "json";
          default ->
              throw new OperationException(
                  OperationException.Code.CONFIGURATION,
                  FORMAT + " is \"" + format + "\"; allowed: text or json");
        });
  }
}
