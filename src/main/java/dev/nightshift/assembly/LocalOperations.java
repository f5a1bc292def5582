package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.asking.AskReply;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.harvest.HarvestOrder;
import dev.nightshift.harvest.HarvestReport;
import dev.nightshift.harvest.HarvestWindows;
import dev.nightshift.memory.Window;
import dev.nightshift.nightly.RunLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Supplier;

/** Operations done by this process on its own {@link Pipeline}. */
public final class LocalOperations implements Operations {
  private static final Duration SENDING = Duration.ofSeconds(10);
  private static final String DEPLOYMENT = "deployment";

  private final Pipeline pipeline;

  /** Operations on a pipeline, which they close at their end. */
  public LocalOperations(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public Reply.Asked ask(Request.Ask request) {
    int maxTokens =
        Objects.requireNonNullElse(request.maxTokens(), pipeline.settings().serving().maxTokens());
    AskReply reply = pipeline.asking().ask(request.question(), request.author(), maxTokens);
    return new Reply.Asked(
        reply.id(),
        reply.answer().text(),
        reply.answer().confidence(),
        reply.answer().model(),
        reply.answer().adapter(),
        reply.answer().latency().toMillis(),
        reply.answer().routing(),
        reply.corrections().stream()
            .map(
                used ->
                    new Reply.ShownCorrection(
                        used.exchangeId(),
                        used.question(),
                        used.answer(),
                        used.relevance(),
                        used.score()))
            .toList());
  }

  @Override
  public Reply.FeedbackRecorded feedback(Request.Feedback request) {
    Feedback given =
        pipeline
            .feedback()
            .give(request.exchangeId(), request.kind(), request.correction(), request.author());
    return new Reply.FeedbackRecorded(given.id(), given.exchangeId(), given.kind().name());
  }

  @Override
  public Reply.Imported importExchanges(Request.Import request, Progress progress) {
    return new ImportOperation(
            pipeline.memory(),
            pipeline.settings().serving().confidenceThreshold(),
            pipeline.home().logs(),
            pipeline.clock().instant())
        .run(Path.of(request.file()), progress);
  }

  @Override
  public Reply.Harvested harvest(Request.Harvest request, Progress progress) {
    Instant began = pipeline.clock().instant();
    HarvestReport report =
        logged(
            "harvest",
            () ->
                pipeline
                    .harvester()
                    .harvest(
                        order(request, began),
                        HarvestReplies.telling(progress, WorkReport.progress(pipeline))));
    return HarvestReplies.of(report, since(began));
  }

  /** Yesterday and what was corrected late; or exactly what was asked for. */
  private HarvestOrder order(Request.Harvest request, Instant now) {
    ZoneId zone = pipeline.settings().harvest().zoneId();
    Instant from = request.since();
    Instant until = request.until();
    if (from == null && until == null) {
      return HarvestOrder.complete(HarvestWindows.yesterday(pipeline.clock(), zone), now);
    }
    Instant end = until == null ? now : until;
    Instant start =
        from == null
            ? end.atZone(zone).minusNanos(1).toLocalDate().atStartOfDay(zone).toInstant()
            : from;
    return HarvestOrder.exactly(new Window(start, end), now);
  }

  @Override
  public Reply.Trained train(Request.Train request, Progress progress) {
    return logged("training", () -> TrainOperation.run(pipeline, request, progress));
  }

  @Override
  public Reply.RolledOut deploy(Request.Deploy request, Progress progress) {
    RolloutOperations rollouts = new RolloutOperations(pipeline);
    return told(logged(DEPLOYMENT, () -> rollouts.deploy(request, progress)));
  }

  @Override
  public Reply.RolledOut rollback(Request.Rollback request, Progress progress) {
    RolloutOperations rollouts = new RolloutOperations(pipeline);
    return told(logged(DEPLOYMENT, () -> rollouts.rollback(request, progress)));
  }

  @Override
  public FleetReply fleet(FleetRequest request, Progress progress) {
    FleetOperation fleet = new FleetOperation(pipeline);
    return switch (request.action()) {
      case LIST, FORGET -> fleet.run(request, progress);
      case DEPLOY, ROLLBACK -> told(logged(DEPLOYMENT, () -> fleet.run(request, progress)));
    };
  }

  @Override
  public Reply.Night nightly(Request.Nightly request, Progress progress) {
    return told(NightlyOperation.run(pipeline, request, progress));
  }

  @Override
  public Reply.Status status(Request.Status request) {
    return new StatusOperation(pipeline).run();
  }

  @Override
  public Reply.Evaluated eval(Request.Eval request, Progress progress) {
    return EvalOperation.run(pipeline, request, progress);
  }

  @Override
  public Reply.RolledOut drill(Request.Drill request, Progress progress) {
    RolloutOperations rollouts = new RolloutOperations(pipeline);
    return told(logged(DEPLOYMENT, () -> rollouts.drill(request, progress)));
  }

  @Override
  public ForgottenReply forget(Request.Forget request, Progress progress) {
    return told(new ForgetOperation(pipeline).run(request, progress));
  }

  @Override
  public BackupReply backup(BackupRequest request, Progress progress) {
    return BackupOperation.run(pipeline, request, progress);
  }

  @Override
  public QuarantineReply quarantine(Request.Quarantine request) {
    return QuarantineOperation.run(pipeline, request);
  }

  @Override
  public CodeReply code(Request.Code request, Progress progress) {
    return logged("code", () -> CodeOperation.run(pipeline, request, progress));
  }

  @Override
  public PromptsReply prompts(PromptsRequest request, Progress progress) {
    return new PromptsOperation(pipeline).run(request, progress);
  }

  @Override
  public VersionsReply versions(VersionsRequest request) {
    return new VersionsOperation(pipeline.code).run(request);
  }

  @Override
  public CodeRunsReply codeRuns(CodeRunsRequest request) {
    return CodeRunsOperation.run(pipeline, request);
  }

  @Override
  public GovernanceReply governance(GovernanceRequest request) {
    return GovernanceOperation.run(pipeline, request);
  }

  /** Each run by hand has a log file of its own, as the steps of a night have. */
  private <T> T logged(String what, Supplier<T> work) {
    try (RunLog _ = RunLog.open(pipeline.home().logs(), what, pipeline.clock().instant())) {
      return work.get();
    }
  }

  /** A command sends its own notifications; a server's sender does it all the time. */
  private <T> T told(T reply) {
    if (pipeline.serverUrl() == null) {
      pipeline.outboxSender().drain(SENDING);
    }
    return reply;
  }

  private long since(Instant began) {
    return Duration.between(began, pipeline.clock().instant()).toMillis();
  }

  /** The name of an adapter in replies. */
  static String name(AdapterVersion version) {
    return version.isBase() ? Exchange.BASE : version.name();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
