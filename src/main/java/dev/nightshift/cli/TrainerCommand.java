package dev.nightshift.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code pipeline trainer …}: what a child process runs; not for people. */
@Command(name = "trainer", hidden = true)
final class TrainerCommand implements Callable<Integer> {
  @Unmatched List<String> args = List.of();

  @Override
  public Integer call() {
    throw new UnsupportedOperationException("not wired yet: " + args);
  }
}
