package dev.nightshift.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code pipeline model fetch|list}. */
@Command(name = "model", description = "Fetches base models and lists those that are here.")
final class ModelCommand implements Runnable {
  private final Session session;

  private ModelCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    return new CommandLine(new ModelCommand(session));
  }

  @Override
  public void run() {
    session.terminal().err().println("model fetch or model list");
  }
}
