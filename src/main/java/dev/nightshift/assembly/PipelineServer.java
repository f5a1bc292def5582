package dev.nightshift.assembly;

import dev.nightshift.gateway.GatewayParts;
import dev.nightshift.gateway.GatewayServer;
import dev.nightshift.gateway.HealthCheck;
import dev.nightshift.gateway.HealthPart;
import dev.nightshift.generation.GenerationParts;
import dev.nightshift.notify.OutboxStatus;
import dev.nightshift.state.DatabaseHealth;
import dev.nightshift.vram.VramWatchdog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pipeline that serves: HTTP, the nightly trigger, and the sending of notifications. */
public final class PipelineServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** One notification given up shall not make a server look ill for ever. */
  private static final Duration RECENT = Duration.ofDays(1);

  private final Pipeline pipeline;
  private final GatewayServer gateway;
  private final VramWatchdog watchdog;

  private PipelineServer(Pipeline pipeline, GatewayServer gateway, VramWatchdog watchdog) {
    this.pipeline = pipeline;
    this.gateway = gateway;
    this.watchdog = watchdog;
  }

  /**
   * Starts serving: first what a crash left open is ended, then questions are taken, then nights.
   * Nothing is opened when it may not listen where it should. The pipeline stays the caller's to
   * close, after this.
   */
  public static PipelineServer start(Pipeline pipeline) {
    GatewayServer.requireKeys(pipeline.settings().gateway(), pipeline.home().state());
    pipeline.rollouts();
    LocalOperations operations = new LocalOperations(pipeline);
    VramWatchdog watchdog = GpuWatch.of(pipeline);
    GenerationParts generation = GenerationAssembly.open(pipeline);
    // Before the gateway's meters, which name the trace of an example of what they count.
    TraceAssembly.questions(pipeline, generation.models());
    GatewayParts parts =
        new GatewayParts(
            pipeline.model(),
            pipeline.memory(),
            pipeline.embedder(),
            pipeline.asking(),
            pipeline.feedback(),
            generation,
            pipeline.code.runs(),
            pipeline.code.versions(),
            () ->
                OperationsProtocol.json()
                    .writeValueAsString(operations.status(new Request.Status())),
            new PipelineFigures(pipeline, watchdog),
            (command, body, lines) -> OperationsProtocol.serve(operations, command, body, lines),
            checks(pipeline, watchdog));
    GatewayServer gateway =
        GatewayServer.start(
            pipeline.settings().gateway(),
            pipeline.home().state(),
            parts,
            List.of(ConsoleAssembly.pages(pipeline), pipeline.fleet.routes()),
            pipeline.fleet.guard());
    pipeline.servesAt(gateway.url());
    try {
      pipeline.fleet.start(gateway.url());
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
    Thread.ofVirtual().name("opening the served models").start(generation.models()::open);
    Thread.ofPlatform().daemon().name("opening the embedder").start(pipeline.embedding::open);
    pipeline.outboxSender().start();
    if (pipeline.settings().nightly().enabled()) {
      pipeline.nightly().startTrigger();
    }
    watchdog.start();
    return new PipelineServer(pipeline, gateway, watchdog);
  }

  private static Map<String, HealthCheck> checks(Pipeline pipeline, VramWatchdog watchdog) {
    Map<String, HealthCheck> checks = new LinkedHashMap<>();
    checks.put("database", () -> database(pipeline));
    if (pipeline.memory().sharedLog().isPresent()) {
      checks.put(HealthPart.MEMORY_LOG, () -> MemoryAssembly.health(pipeline));
    }
    checks.put("embedding", pipeline.embedding::health);
    checks.put("notifications", () -> notifications(pipeline));
    if (WorkAssembly.shares(pipeline.settings())) {
      checks.put("workers", () -> WorkReport.health(pipeline));
    }
    checks.put("gpu", () -> GpuWatch.health(watchdog, pipeline.settings().vram()));
    return checks;
  }

  /** Questions are answered without it; nights, rollouts and notifications are not. */
  private static HealthPart database(Pipeline pipeline) {
    return DatabaseHealth.trouble(pipeline.database(), PATIENCE)
        .map(trouble -> new HealthPart("database", HealthPart.State.ERROR, trouble))
        .orElseGet(() -> new HealthPart("database", HealthPart.State.OK, "answers"));
  }

  private static HealthPart notifications(Pipeline pipeline) {
    if (DatabaseHealth.trouble(pipeline.database(), PATIENCE).isPresent()) {
      return new HealthPart(
          "notifications", HealthPart.State.DEGRADED, "not known without the state database");
    }
    OutboxStatus status = pipeline.outbox().status();
    int recent = pipeline.outbox().deadSince(pipeline.clock().instant().minus(RECENT));
    return new HealthPart(
        "notifications",
        recent > 0 ? HealthPart.State.DEGRADED : HealthPart.State.OK,
        "%d waiting, %d given up, %d of them in the last day%s"
            .formatted(
                status.pending(),
                status.dead(),
                recent,
                status.lastError().isEmpty() ? "" : "; last error: " + status.lastError()));
  }

  /** Base address. */
  public String url() {
    return gateway.url();
  }

  /** Stops taking requests and lets running ones finish. */
  @Override
  public void close() {
    pipeline.fleet.stop();
    pipeline.servesAt(null);
    watchdog.close();
    // Before the models and the sandbox that they work with; whoever follows one hears of its end.
    pipeline.code.runs().close();
    gateway.close();
  }
}
