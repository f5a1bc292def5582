package dev.nightshift.assembly;

import dev.nightshift.council.CouncilIdentity;
import dev.nightshift.home.NodeName;
import dev.nightshift.model.BaseModel;
import dev.nightshift.nightly.SharedCouncil;
import dev.nightshift.workers.RunProgress;
import dev.nightshift.workers.WorkBook;
import dev.nightshift.workers.WorkSettings;
import dev.nightshift.workers.WorkStatus;
import dev.nightshift.workers.WorkerSeen;
import java.util.List;
import java.util.Optional;

/** Puts together what shares the council's work among processes. */
final class WorkAssembly {
  private WorkAssembly() {}

  /** Whether other processes may help with the council's work. */
  static boolean shares(Settings settings) {
    return switch (settings.workers().share()) {
      case AUTO -> settings.state().url().startsWith("jdbc:postgresql:");
      case NEVER -> false;
      case ALWAYS -> true;
    };
  }

  static SharedCouncil council(Pipeline pipeline) {
    return new SharedCouncil(
        pipeline.database(),
        () -> HarvestAssembly.council(pipeline),
        () -> identity(pipeline),
        pipeline.settings().workers(),
        node(pipeline),
        pipeline.settings().nightly().resumeWithin());
  }

  static String node(Pipeline pipeline) {
    return NodeName.of(pipeline.home(), pipeline.settings().fleet().node()).value();
  }

  static CouncilIdentity identity(Pipeline pipeline) {
    return CouncilIdentity.of(
        pipeline.settings().council(), () -> own(pipeline), pipeline.embedder().id());
  }

  /** The model that seats of the pipeline's own model are on; for a file, whichever it is. */
  private static String own(Pipeline pipeline) {
    String configured = pipeline.settings().model().base();
    if (configured.startsWith("ollama:")) {
      return configured;
    }
    BaseModel model = pipeline.baseModel();
    return model.name() + " " + model.sha256();
  }

  static WorkBook book(Pipeline pipeline) {
    return SharedCouncil.book(pipeline.database(), pipeline.settings().workers());
  }

  static WorkStatus status(Pipeline pipeline) {
    return new WorkStatus(pipeline.database());
  }

  /** Workers that live. */
  static List<WorkerSeen> workers(Pipeline pipeline) {
    WorkSettings settings = pipeline.settings().workers();
    return status(pipeline).workers(settings.lease());
  }

  /** What this node's harvest has given out, or gave out last. */
  static Optional<RunProgress> run(Pipeline pipeline) {
    return status(pipeline).run(node(pipeline));
  }
}
