package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gateway.Figure;
import dev.nightshift.gateway.PipelineTotals;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.nightly.NightSummary;
import dev.nightshift.nightly.NightTotals;
import dev.nightshift.nightly.TrainingRecord;
import dev.nightshift.notify.OutboxStatus;
import dev.nightshift.rollout.RolloutHistory;
import dev.nightshift.rollout.RolloutState;
import dev.nightshift.rollout.RolloutTotals;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.vram.VramWatchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The figures of a pipeline for its metrics, read from where they are kept at each scrape. */
record PipelineFigures(Pipeline pipeline, VramWatchdog watchdog) implements PipelineTotals {
  private static final double BYTES_IN_MEBIBYTE = 1 << 20;

  @Override
  public Totals read() {
    RolloutTotals rollouts = new RolloutHistory(pipeline.database()).totals();
    Optional<TrainingRecord> training = pipeline.nights().lastTraining();
    return new Totals(
        pipeline.nights().totals().trainings(),
        training.map(TrainingRecord::seconds).orElse(Double.NaN),
        training.map(TrainingRecord::loss).orElse(Double.NaN),
        rollouts.succeeded(),
        rollouts.takenBack(),
        improvement(pipeline.nights().lastNumbers("gate")),
        pipeline.nights().lastNumbers("harvest").getOrDefault("rewrite_success_rate", Double.NaN),
        watchdog.reloads(),
        watchdog.last().map(use -> use.usedMebibytes() * BYTES_IN_MEBIBYTE).orElse(Double.NaN));
  }

  /** Questions of the newest gate that the candidate had right, over those of the active one. */
  private static double improvement(Map<String, Double> gate) {
    double before = gate.getOrDefault("target_before", 0.0) + gate.getOrDefault("kept_before", 0.0);
    double after = gate.getOrDefault("target_after", 0.0) + gate.getOrDefault("kept_after", 0.0);
    return before == 0 ? Double.NaN : after / before;
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "nightshift.serving.info",
            "1; by its labels which backend answers with which model",
            Map.of(
                "backend", backend(),
                "model", pipeline.model().name()),
            1));
    memory(figures);
    figures.addAll(MemoryAssembly.figures(pipeline.memory()));
    adapters(figures);
    nights(figures);
    harvest(figures);
    training(figures);
    rollouts(figures);
    outbox(figures);
    WorkReport.figures(pipeline, figures);
    figures.addAll(FleetFigures.of(pipeline.fleet.running()));
    return figures;
  }

  /** What {@code auto} came to. */
  private String backend() {
    ServingSettings.Backend backend = pipeline.settings().serving().backend();
    if (backend != ServingSettings.Backend.AUTO) {
      return word(backend.name());
    }
    return pipeline.settings().model().base().startsWith("ollama:") ? "ollama" : "embedded";
  }

  private void memory(List<Figure> figures) {
    ExchangeMemory.Counts counts = pipeline.memory().counts();
    String description = "Exchanges that are remembered, by what is known of them";
    Map<String, Long> kinds =
        Map.of(
            "all", counts.exchanges(),
            "failed", counts.failures(),
            "corrected", counts.corrections());
    kinds.forEach(
        (kind, count) ->
            figures.add(
                new Figure(
                    "nightshift.memory.exchanges", description, Map.of("kind", kind), count)));
  }

  private void adapters(List<Figure> figures) {
    figures.add(
        new Figure(
            "nightshift.adapters",
            "Adapters that are kept",
            pipeline.adapters().versions().size()));
    figures.add(
        new Figure(
            "nightshift.adapter.active.info",
            "1; by its label which adapter is active",
            Map.of("adapter", LocalOperations.name(pipeline.adapters().current())),
            1));
  }

  private void nights(List<Figure> figures) {
    NightTotals totals = pipeline.nights().totals();
    Map<String, Integer> states =
        Map.of(
            "active", totals.active(),
            "rejected", totals.rejected(),
            "rolled_back", totals.rolledBack(),
            "skipped", totals.skipped(),
            "failed", totals.failed());
    states.forEach(
        (state, count) ->
            figures.add(
                new Figure(
                    "nightshift.nights",
                    "Nights that the retention has left, by how they ended",
                    Map.of("state", state),
                    count)));
    Optional<NightSummary> last = pipeline.nights().lastNight();
    Optional<Instant> end = last.map(NightSummary::finishedAt);
    figures.add(
        new Figure(
            "nightshift.night.last.end.timestamp.seconds",
            "When the newest night ended, seconds since 1970; NaN while it runs",
            end.map(at -> (double) at.getEpochSecond()).orElse(Double.NaN)));
    figures.add(
        new Figure(
            "nightshift.night.last.duration.seconds",
            "How long the newest night took, so far if it runs",
            last.map(night -> seconds(night, end)).orElse(Double.NaN)));
    figures.add(
        new Figure(
            "nightshift.night.last.failed",
            "1 when the newest night failed",
            last.map(night -> night.result().state().name().equals("FAILED") ? 1.0 : 0.0)
                .orElse(0.0)));
  }

  private double seconds(NightSummary night, Optional<Instant> end) {
    Instant until = end.orElseGet(pipeline.clock()::instant);
    return Duration.between(night.startedAt(), until).toMillis() / 1000.0;
  }

  private void harvest(List<Figure> figures) {
    Map<String, Double> numbers = pipeline.nights().lastNumbers("harvest");
    figures.add(
        new Figure(
            "nightshift.council.agreement",
            "Share of the seats behind the newest harvest's rows of the council, 0 to 1",
            numbers.getOrDefault("council_agreement", Double.NaN)));
    for (String outcome :
        List.of("corrections", "verified", "dropped", "abstained", "quarantined", "deferred")) {
      figures.add(
          new Figure(
              "nightshift.harvest.last.rows",
              "What became of the newest harvest's failures",
              Map.of("outcome", outcome),
              numbers.getOrDefault(outcome, Double.NaN)));
    }
  }

  /** From the report of the newest adapter; numbers that a report lacks are not told. */
  private void training(List<Figure> figures) {
    JsonNode report = report();
    double seconds = report.path("seconds").asDouble(Double.NaN);
    JsonNode norms = report.path("gradientNorms");
    figures.add(
        new Figure(
            "nightshift.training.tokens.per.second",
            "Tokens of the newest training over its time",
            report.path("tokens").asDouble(Double.NaN) / seconds));
    figures.add(
        new Figure(
            "nightshift.training.gradient.norm",
            "Gradient norm of the newest training's last step",
            norms.isEmpty() ? Double.NaN : norms.get(norms.size() - 1).asDouble(Double.NaN)));
    figures.add(
        new Figure(
            "nightshift.training.peak.memory.bytes",
            "Most memory of the newest training",
            report.path("peakMemoryBytes").asDouble(Double.NaN)));
  }

  private JsonNode report() {
    Optional<Path> file =
        pipeline
            .adapters()
            .latest()
            .map(AdapterVersion::directory)
            .map(folder -> folder.resolve("training_report.json"))
            .filter(Files::isRegularFile);
    try {
      return file.isEmpty()
          ? JsonMapper.shared().createObjectNode()
          : JsonMapper.shared().readTree(Files.readAllBytes(file.get()));
    } catch (IOException | JacksonException e) {
      return JsonMapper.shared().createObjectNode(); // Pruned meanwhile, or of another program.
    }
  }

  private void rollouts(List<Figure> figures) {
    RolloutHistory history = new RolloutHistory(pipeline.database());
    Map<String, Long> states = history.byState();
    for (RolloutState state : RolloutState.values()) {
      figures.add(
          new Figure(
              "nightshift.rollouts",
              "Rollouts that the retention has left, drills left out, by where they stand",
              Map.of("state", word(state.name())),
              states.getOrDefault(state.name(), 0L)));
    }
    Optional<RolloutHistory.Recovery> last = history.lastRecovery();
    figures.add(
        new Figure(
            "nightshift.rollback.last.detection.seconds",
            "Newest rollback: from the swap to the verdict",
            last.map(one -> one.detectionMillis() / 1000.0).orElse(Double.NaN)));
    figures.add(
        new Figure(
            "nightshift.rollback.last.recovery.seconds",
            "Newest rollback: until the one before answered again",
            last.map(one -> one.recoveryMillis() / 1000.0).orElse(Double.NaN)));
  }

  private void outbox(List<Figure> figures) {
    OutboxStatus status = pipeline.outbox().status();
    Map<String, Integer> states = Map.of("pending", status.pending(), "dead", status.dead());
    states.forEach(
        (state, count) ->
            figures.add(
                new Figure(
                    "nightshift.outbox.deliveries",
                    "Deliveries of notifications that wait, and that were given up",
                    Map.of("state", state),
                    count)));
    figures.add(
        new Figure(
            "nightshift.outbox.oldest.seconds",
            "Age of the oldest notification that waits; 0 when none does",
            pipeline
                .outbox()
                .oldestPending()
                .map(at -> Duration.between(at, pipeline.clock().instant()).toMillis() / 1000.0)
                .orElse(0.0)));
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
