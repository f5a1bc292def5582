package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.rollout.Breakage;
import dev.nightshift.rollout.RolloutListener;
import dev.nightshift.rollout.RolloutResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deploys, takes back, and drills. */
final class RolloutOperations {
  private static final Logger log = LoggerFactory.getLogger(RolloutOperations.class);

  private final Pipeline pipeline;

  RolloutOperations(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  Reply.RolledOut deploy(Request.Deploy request, Progress progress) {
    String path = request.path();
    Optional<AdapterVersion> version = pipeline.adapters().find(path == null ? "latest" : path);
    if (version.isPresent()) {
      boolean named = version.get().name().equals(path);
      return reply(
          named
              ? pipeline.rollouts().redeploy(version.get(), listener(progress))
              : pipeline.rollouts().deploy(version.get(), listener(progress)));
    }
    if (path == null) {
      return nothing("no adapter has been trained yet");
    }
    if (Files.isDirectory(Path.of(path))) {
      return reply(pipeline.rollouts().deploy(Path.of(path), listener(progress)));
    }
    throw new OperationException(
        OperationException.Code.REQUEST,
        "there is no adapter " + path + ": name a version in loras or an adapter's directory");
  }

  Reply.RolledOut rollback(Request.Rollback request, Progress progress) {
    String to = request.to();
    if (to != null && pipeline.adapters().find(to).isEmpty()) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "there is no adapter " + to + ": name a version in loras, or base");
    }
    return reply(
        pipeline.rollouts().rollback(Optional.ofNullable(request.to()), listener(progress)));
  }

  Reply.RolledOut drill(Request.Drill request, Progress progress) {
    Breakage breakage = Boolean.TRUE.equals(request.slow()) ? Breakage.SLOW : Breakage.GARBAGE;
    return reply(pipeline.rollouts().drill(breakage, listener(progress)));
  }

  /** Tells whoever waits, and the log of the deployment. */
  private static RolloutListener listener(Progress progress) {
    return (phase, message) -> {
      log.info("{}: {}", phase, message);
      progress.update(phase, message, -1);
    };
  }

  private static Reply.RolledOut reply(RolloutResult result) {
    return new Reply.RolledOut(
        result.state().name(),
        result.active(),
        result.reason(),
        result.adapter(),
        result.timings().baseline(),
        result.timings().swap(),
        result.timings().watch(),
        result.timings().detection(),
        result.timings().recovery(),
        result.timings().total());
  }

  private Reply.RolledOut nothing(@Nullable String reason) {
    String active = LocalOperations.name(pipeline.adapters().current());
    return new Reply.RolledOut("NOTHING_TO_DO", active, reason, null, 0, 0, 0, null, null, 0);
  }
}
