package dev.nightshift;

import dev.nightshift.cli.Cli;

/** Entry point of the pipeline. */
public final class Application {
  private Application() {}

  /** Runs the command named by {@code args} and exits with its status. */
  public static void main(String[] args) {
    System.exit(Cli.run(args));
  }
}
