package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.Gate;
import dev.nightshift.evaluation.GateVerdict;
import dev.nightshift.harvest.HarvestOrder;
import dev.nightshift.harvest.HarvestReport;
import dev.nightshift.harvest.HarvestWindows;
import dev.nightshift.harvest.SeatCounts;
import dev.nightshift.memory.Window;
import dev.nightshift.model.PromptTime;
import dev.nightshift.nightly.CleanUpOutcome;
import dev.nightshift.nightly.DeployOutcome;
import dev.nightshift.nightly.GateOutcome;
import dev.nightshift.nightly.HarvestOutcome;
import dev.nightshift.nightly.Night;
import dev.nightshift.nightly.NightHistory;
import dev.nightshift.nightly.NightlyStages;
import dev.nightshift.nightly.TrainingOutcome;
import dev.nightshift.nightly.ValidationOutcome;
import dev.nightshift.rollout.RolloutResult;
import dev.nightshift.scope.ScopePolicy;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.tuning.AdapterTrainer;
import dev.nightshift.tuning.Provenance;
import dev.nightshift.tuning.TunedAdapter;
import dev.nightshift.tuning.TuningRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** What a night does, done with the objects of a pipeline. */
final class NightStages implements NightlyStages {
  private static final int MOST_REGRESSION = 80;
  private static final int MOST_TARGETS = 60;

  private final Pipeline pipeline;
  private final Progress progress;

  NightStages(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.progress = pipeline.nightProgress();
  }

  /** The model answers, and whatever a crash left of a rollout has been ended. */
  @Override
  public void preflight(Night night) {
    pipeline.nightProgress().begin();
    progress.update("preflight", "does the model answer?", -1);
    pipeline.rollouts();
    pipeline.model().answer(Question.of("Are you there?", 1));
  }

  @Override
  public HarvestOutcome harvest(Night night) {
    HarvestOrder order = HarvestOrder.complete(window(night, pipeline.nights()), night.startedAt());
    HarvestReport report =
        pipeline
            .harvester()
            .harvest(order, HarvestReplies.telling(progress, WorkReport.progress(pipeline)));
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("corrections", (double) report.corrections());
    numbers.put("verified", (double) report.verified());
    numbers.put("dropped", (double) report.dropped());
    numbers.put("abstained", (double) report.abstained());
    numbers.put("quarantined", (double) report.quarantined());
    numbers.put("duplicates", (double) report.duplicates());
    numbers.put("deferred", (double) report.deferred());
    numbers.put("withdrawn", (double) report.withdrawn());
    numbers.put("malformed_replies", sum(report, SeatCounts::malformed));
    numbers.put("missing_replies", sum(report, SeatCounts::silent));
    int rewritten = report.kept() - report.verified();
    int judged = rewritten + report.dropped() + report.abstained();
    if (judged > 0) {
      numbers.put("rewrite_success_rate", (double) rewritten / judged);
    }
    WorkReport.numbers(pipeline, numbers);
    if (!Double.isNaN(report.councilAgreement())) {
      numbers.put("council_agreement", report.councilAgreement());
    }
    String file = report.kept() == 0 ? "" : report.file().toString();
    return new HarvestOutcome(report.failures(), report.kept(), file, numbers);
  }

  private static double sum(HarvestReport report, ToIntFunction<SeatCounts> count) {
    return report.seats().stream().mapToInt(count).sum();
  }

  /**
   * The scheduled night takes the day before it and what came since the newest night that finished
   * its harvest; without one, and in a run by hand, everything that waits. What was harvested once
   * is never harvested again.
   */
  static Window window(Night night, NightHistory history) {
    Instant from =
        Optional.of(night)
            .filter(scheduled -> scheduled.attempt() == 0)
            .flatMap(scheduled -> history.lastHarvested(scheduled.key()))
            .map(last -> last.atZone(night.zone()).toLocalDate().minusDays(1))
            .map(day -> HarvestWindows.day(day, night.zone()).from())
            .orElse(Instant.EPOCH);
    return new Window(from, night.startedAt());
  }

  @Override
  public TrainingOutcome train(Night night, HarvestOutcome harvest) {
    AdapterTrainer trainer = pipeline.trainer();
    Optional<TunedAdapter> before = trainer.finished(night.key());
    if (before.isPresent()) {
      return trained(before.get());
    }
    TuningRun run = trainer.plan(night.key());
    if (run.rows().isEmpty() || (run.newRows() < trainer.minimum() && !trainer.overdue())) {
      String reason = TrainOperation.tooFew(run, trainer);
      return waiting()
          .map(version -> waited(version, reason))
          .orElseGet(() -> TrainingOutcome.skipped(reason));
    }
    return trained(TrainOperation.train(pipeline, run, progress));
  }

  /** What an earlier night trained for this base and no gate and no watch has judged against. */
  private Optional<AdapterVersion> waiting() {
    return pipeline
        .rollouts()
        .waiting()
        .filter(
            version ->
                Provenance.of(version).filter(made -> !TrainOperation.byHand(made)).isPresent())
        .filter(version -> !GateVerdict.rejectedIn(version.directory().resolve("evaluation.json")));
  }

  private static TrainingOutcome waited(AdapterVersion version, String reason) {
    return TrainingOutcome.waited(
        version.name(), reason + "; " + version.name() + " still waits to be deployed");
  }

  private static TrainingOutcome trained(TunedAdapter tuned) {
    var made = tuned.provenance();
    double loss = made.lossCurve().isEmpty() ? Double.NaN : made.lossCurve().getLast();
    return new TrainingOutcome(
        TrainingOutcome.State.TRAINED,
        tuned.version().name(),
        "%d rows, %d steps, loss %.3f: %s"
            .formatted(made.rows(), made.steps(), loss, made.stopReason()),
        made.rows(),
        loss,
        made.seconds(),
        Map.of(
            "steps", (double) made.steps(),
            "adapter_bytes", (double) made.adapterBytes(),
            "new_rows", (double) tuned.newRows()));
  }

  @Override
  public GateOutcome gate(Night night, TrainingOutcome training) {
    Optional<AdapterVersion> trained = pipeline.adapters().find(training.adapter());
    if (trained.isEmpty()) {
      return new GateOutcome(GateOutcome.State.REJECTED, gone(training), Map.of());
    }
    AdapterVersion version = trained.get();
    AdapterTrainer trainer = pipeline.trainer();
    List<EvaluationItem> targets = trainer.targets(version, true);
    List<EvaluationItem> regression =
        new ArrayList<>(
            spread(
                new KeptQuestions(pipeline.sealedSets(), pipeline.trainingRows()).of(version),
                MOST_REGRESSION));
    regression.addAll(spread(trainer.targets(version, false), MOST_TARGETS));
    int[] asked = {0};
    GateVerdict verdict =
        PromptTime.hold(
            () ->
                new Gate(pipeline.settings().evaluation())
                    .judge(
                        pipeline.model(),
                        new ServableAdapter(version.name(), version.directory()),
                        pipeline.settings().serving().scope() == ScopePolicy.SCOPED,
                        rival(),
                        spread(targets, MOST_TARGETS),
                        regression,
                        result -> progress.update("gate", "question " + ++asked[0], -1)));
    pipeline.adapters().record(version, "evaluation.json", verdict.json() + "\n");
    return new GateOutcome(
        verdict.accepted() ? GateOutcome.State.PASSED : GateOutcome.State.REJECTED,
        verdict.reason(),
        numbers(verdict));
  }

  /** What would answer without the candidate: an adapter that must go is no rival. */
  private AdapterChoice rival() {
    AdapterVersion current = pipeline.adapters().current();
    return pipeline.adapters().taints().of(current).isPresent()
        ? new AdapterChoice.Base()
        : new AdapterChoice.Active();
  }

  private static Map<String, Double> numbers(GateVerdict verdict) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (verdict.target() != null && verdict.regression() != null) {
      numbers.put("target_before", (double) verdict.target().active());
      numbers.put("target_after", (double) verdict.target().candidate());
      numbers.put("target_total", (double) verdict.target().total());
      numbers.put("kept_before", (double) verdict.regression().active());
      numbers.put("kept_after", (double) verdict.regression().candidate());
      numbers.put("kept_total", (double) verdict.regression().total());
    }
    return numbers;
  }

  /** At most so many, evenly over the list. */
  private static List<EvaluationItem> spread(List<EvaluationItem> items, int most) {
    if (items.size() <= most) {
      return items;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> items.get((int) ((long) i * items.size() / most)))
        .toList();
  }

  @Override
  public DeployOutcome deploy(Night night, TrainingOutcome training, GateOutcome gate) {
    Optional<AdapterVersion> trained = pipeline.adapters().find(training.adapter());
    if (trained.isEmpty()) {
      String active = pipeline.adapters().current().name();
      return new DeployOutcome(DeployOutcome.State.REJECTED, active, gone(training), Map.of());
    }
    Optional<FleetDeployment> others = FleetDeployment.of(pipeline, progress);
    if (others.isPresent()) {
      return others.get().deploy(night, trained.get());
    }
    RolloutResult result =
        pipeline
            .rollouts()
            .deploy(trained.get(), (phase, message) -> progress.update(phase, message, -1));
    DeployOutcome.State state =
        switch (result.state()) {
          case ACTIVE -> DeployOutcome.State.ACTIVE;
          case REJECTED -> DeployOutcome.State.REJECTED;
          case ROLLED_BACK, NOTHING_TO_DO, PROBATION -> DeployOutcome.State.ROLLED_BACK;
        };
    return new DeployOutcome(
        state, result.active(), result.reason(), NightlyOperation.seconds(result.timings()));
  }

  @Override
  public ValidationOutcome validate(Night night) {
    new TaintedAdapters(pipeline).retire((phase, words) -> progress.update(phase, words, -1));
    String current = pipeline.adapters().current().name();
    progress.update("validate", "does " + current + " answer?", -1);
    String loaded = pipeline.model().active().map(ServableAdapter::version).orElse("base");
    if (!loaded.equals(current)) {
      throw new IllegalStateException(
          "the model serves " + loaded + " but loras/current is " + current);
    }
    pipeline.model().answer(Question.of("Are you there?", 4));
    return new ValidationOutcome(current, current + " is active and answers");
  }

  @Override
  public CleanUpOutcome cleanUp(Night night) {
    progress.update("clean up", "old adapters, logs and work folders", -1);
    int removed = Retention.apply(pipeline);
    return new CleanUpOutcome(
        removed, removed + " old adapters, logs, work folders and records removed");
  }

  /** A run that was resumed later may find that its adapter went with what was forgotten. */
  private static String gone(TrainingOutcome training) {
    return "the adapter "
        + training.adapter()
        + " is not there any more: it was removed, as all are that were trained on what has been"
        + " forgotten; the next night trains anew";
  }
}
