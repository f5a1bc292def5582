package dev.nightshift.assembly;

import dev.nightshift.nightly.NightlyRuntime;

/** Puts together what nights work with. */
@SuppressWarnings("DoNotCallSuggester")
final class NightlyAssembly {
  private NightlyAssembly() {}

  static NightlyRuntime open(Pipeline pipeline) {
    throw new OperationException(
        OperationException.Code.FAILED, "nights are not wired yet: " + pipeline.home());
  }
}
