package dev.nightshift.gateway;

import dev.nightshift.gateway.PipelineTotals.Totals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline's own figures as meters. They are read from where the pipeline keeps them at each
 * scrape, so that they do not begin anew with the server.
 */
final class PipelineMeters {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineMeters.class);

  private final PipelineTotals source;
  private final FigureMeters figures;
  private volatile Totals totals = Totals.none();
  private volatile double readable = 1;

  PipelineMeters(PipelineTotals source, MeterRegistry registry) {
    this.source = source;
    this.figures = new FigureMeters(registry);
    counter(
        registry,
        "autogen.training.completed",
        "Trainings that produced an adapter",
        Totals::trainingsCompleted);
    counter(
        registry,
        "autogen.deployment.success",
        "Rollouts that ended active",
        Totals::deploymentsSucceeded);
    counter(
        registry,
        "autogen.rollback.triggered",
        "Rollouts that were taken back",
        Totals::rollbacksTriggered);
    counter(
        registry,
        "autogen.vram.reloads",
        "Reloads of the models because the GPU's memory was too full",
        Totals::vramReloads);
    Gauge.builder("autogen.vram.used", this, m -> m.totals.vramUsedBytes())
        .baseUnit("bytes")
        .description("Used memory of the GPU")
        .register(registry);
    Gauge.builder("autogen.training.duration", this, m -> m.totals.trainingSeconds())
        .baseUnit("seconds")
        .description("Duration of the newest training")
        .register(registry);
    gauge(
        registry,
        "autogen.training.loss",
        "Last loss of the newest training",
        Totals::trainingLoss);
    gauge(
        registry,
        "autogen.quality.improvement.ratio",
        "Share right with the newest candidate over the share right before",
        Totals::qualityImprovementRatio);
    gauge(
        registry,
        "autogen.agent0.rewrite.success.rate",
        "Share of the newest harvest's failures that the council rewrote",
        Totals::rewriteSuccessRate);
    Gauge.builder("autogen.pipeline.totals.readable", this, m -> m.readable)
        .description("1 when the pipeline's figures could be read for this scrape")
        .register(registry);
  }

  /** Reads the figures; when that fails the old ones stand, and a gauge of its own says so. */
  void refresh() {
    try {
      totals = source.read();
      figures.show(source.figures());
      readable = 1;
    } catch (RuntimeException e) {
      readable = 0;
      LOG.warn("the pipeline's totals cannot be read, /metrics shows the last known ones", e);
    }
  }

  private void counter(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Totals> value) {
    FunctionCounter.builder(name, this, m -> value.applyAsDouble(m.totals))
        .description(description)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Totals> value) {
    Gauge.builder(name, this, m -> value.applyAsDouble(m.totals))
        .description(description)
        .register(registry);
  }
}
