package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.model.BaseModel;
import dev.nightshift.rollout.RolloutListener;
import dev.nightshift.rollout.RolloutParts;
import dev.nightshift.rollout.Rollouts;

/** Puts together what rollouts work with. */
final class RolloutAssembly {
  private RolloutAssembly() {}

  /** Rollouts of a pipeline, after having ended what a crash left open. */
  static Rollouts open(Pipeline pipeline) {
    BaseModel base = pipeline.baseModel();
    Rollouts rollouts =
        new Rollouts(
            new RolloutParts(
                pipeline.adapters(),
                new AdapterCheck(base.sha256(), pipeline.adapters().taints()::of),
                pipeline.model(),
                new KnownProbes(
                    pipeline.sealedSets(),
                    pipeline.quarantine()::successes,
                    pipeline.trainingRows()),
                pipeline.traffic(),
                pipeline.outbox(),
                new BrokenAdapter(base),
                pipeline.database(),
                pipeline.settings().rollout(),
                pipeline.clock(),
                pipeline.fleet.node().value()));
    rollouts.recover(RolloutListener.silent());
    return rollouts;
  }
}
