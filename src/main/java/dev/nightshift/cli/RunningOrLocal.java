package dev.nightshift.cli;

import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.Settings;
import dev.nightshift.home.Home;

/** The operations of the server that runs on a home; without one, this process's own. */
final class RunningOrLocal implements OperationsSource {
  @Override
  public Operations open(Home home, Settings settings, boolean modelGiven) {
    throw new UnsupportedOperationException("not wired yet");
  }
}
