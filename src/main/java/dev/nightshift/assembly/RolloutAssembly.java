package dev.nightshift.assembly;

import dev.nightshift.rollout.Rollouts;

/** Puts together what rollouts work with. */
@SuppressWarnings("DoNotCallSuggester")
final class RolloutAssembly {
  private RolloutAssembly() {}

  static Rollouts open(Pipeline pipeline) {
    throw new OperationException(
        OperationException.Code.FAILED, "rollouts are not wired yet: " + pipeline.home());
  }
}
