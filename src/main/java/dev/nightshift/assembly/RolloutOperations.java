package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.rollout.Breakage;
import dev.nightshift.rollout.PastRollout;
import dev.nightshift.rollout.RolloutHistory;
import dev.nightshift.rollout.RolloutListener;
import dev.nightshift.rollout.RolloutResult;
import dev.nightshift.tracing.Traces;
import dev.nightshift.tuning.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deploys, takes back, and drills. */
final class RolloutOperations {
  private static final Logger log = LoggerFactory.getLogger(RolloutOperations.class);

  /** Of several nodes some may have begun one meanwhile. */
  private static final int RECENT = 20;

  private final Pipeline pipeline;

  RolloutOperations(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  Reply.RolledOut deploy(Request.Deploy request, Progress progress) {
    String path = request.path();
    Optional<AdapterVersion> version = pipeline.adapters().find(path == null ? "latest" : path);
    if (version.isPresent()) {
      boolean named = version.get().name().equals(path);
      return run(
          "deploy",
          progress,
          listener ->
              named
                  ? pipeline.rollouts().redeploy(version.get(), listener)
                  : pipeline.rollouts().deploy(version.get(), listener));
    }
    if (path == null) {
      return nothing("no adapter has been trained yet");
    }
    if (Files.isDirectory(Path.of(path))) {
      return run(
          "deploy", progress, listener -> pipeline.rollouts().deploy(Path.of(path), listener));
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
    return run(
        "rollback",
        progress,
        listener -> pipeline.rollouts().rollback(Optional.ofNullable(request.to()), listener));
  }

  Reply.RolledOut drill(Request.Drill request, Progress progress) {
    Breakage breakage = Boolean.TRUE.equals(request.slow()) ? Breakage.SLOW : Breakage.GARBAGE;
    return run("drill", progress, listener -> pipeline.rollouts().drill(breakage, listener));
  }

  /** Does it, and sends its trace if the configuration wants traces. */
  private Reply.RolledOut run(
      String kind, Progress progress, Function<RolloutListener, RolloutResult> work) {
    Traces traces = pipeline.traces.get();
    RolloutTrace trace = new RolloutTrace(traces, pipeline.clock(), kind, listener(progress));
    RolloutResult result;
    try {
      result = work.apply(trace);
    } catch (RuntimeException e) {
      trace.failed(e);
      throw e;
    }
    if (traces.enabled()) {
      trace.ended(result, recorded(result, trace.start()), night(result));
    }
    return reply(result);
  }

  /** When the bookkeeping says that it began; of what did nothing it says nothing. */
  private Instant recorded(RolloutResult result, Instant start) {
    return new RolloutHistory(pipeline.database())
        .recent(RECENT).stream()
            .filter(past -> past.adapter().equals(result.adapter()))
            .map(PastRollout::startedAt)
            .filter(began -> !began.isBefore(start.truncatedTo(ChronoUnit.MILLIS)))
            .findFirst()
            .orElse(start);
  }

  /** The night that trained what was tried or taken back. */
  private @Nullable String night(RolloutResult result) {
    return pipeline
        .adapters()
        .find(result.adapter())
        .filter(version -> !version.isBase())
        .flatMap(Provenance::of)
        .filter(made -> !TrainOperation.byHand(made))
        .map(Provenance::run)
        .orElse(null);
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
