package dev.nightshift.cli;

/** How much is logged. Must be told before the first logger is made. */
final class Logging {
  private Logging() {}

  /** Sets what logback.xml reads: quiet, or what our own code does as well. */
  static void configure(boolean verbose) {
    System.setProperty("nightshift.log.level", verbose ? "DEBUG" : "WARN");
  }
}
