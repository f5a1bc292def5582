package dev.nightshift.cli;

import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.Progress;
import dev.nightshift.assembly.Settings;
import dev.nightshift.home.Home;

/** Finds who does the work: a running server, or this process. */
@FunctionalInterface
interface OperationsSource {
  /**
   * Operations on a home.
   *
   * @param settings in force if this process does the work
   * @param progress told of long preparations, such as fetching a model
   * @param modelGiven whether the command line names a model, which a running server cannot follow
   */
  Operations open(Home home, Settings settings, boolean modelGiven, Progress progress);
}
