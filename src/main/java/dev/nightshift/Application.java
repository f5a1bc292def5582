package dev.nightshift;

import dev.nightshift.cli.Cli;
import dev.nightshift.cli.Relaunch;
import dev.nightshift.training.TrainerMain;
import java.util.Arrays;

/** Entry point of the pipeline. */
public final class Application {
  private Application() {}

  /**
   * Runs the command named by {@code args} and exits with its status. {@code trainer} is what a
   * child process is started with: not for people, and it keeps standard output for its events.
   */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("trainer")) {
      TrainerMain.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    System.exit(Relaunch.run(args).orElseGet(() -> Cli.run(args)));
  }
}
