package dev.nightshift.assembly;

import dev.nightshift.generation.ServedModels;
import dev.nightshift.home.NodeName;
import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.NightStep;
import dev.nightshift.nightly.NightSummary;
import dev.nightshift.tracing.TraceIds;
import dev.nightshift.tracing.Traced;
import dev.nightshift.tracing.Traces;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What is sent as traces, and of what it is made. */
final class TraceAssembly {
  private static final int MOST_QUESTIONS = 100;

  private TraceAssembly() {}

  /** Lets every question be traced, if the configuration wants traces. */
  static void questions(Pipeline pipeline, ServedModels models) {
    Traces traces = pipeline.traces.get();
    if (traces.enabled()) {
      QuestionTraces questions = new QuestionTraces(traces, pipeline.clock());
      pipeline.asking().observe(questions);
      models.observe(questions);
    }
  }

  /** The way to the collector; closed with the pipeline. */
  static Traces open(Pipeline pipeline) {
    Traces traces =
        Traces.open(
            pipeline.settings().tracing(),
            Objects.requireNonNullElse(
                TraceAssembly.class.getPackage().getImplementationVersion(), "development"),
            pipeline.settings().tracing().enabled()
                ? NodeName.of(pipeline.home(), pipeline.settings().fleet().node()).value()
                : "");
    return pipeline.closeWithPipeline("the traces", traces);
  }

  /** Sends the trace of a night that is over, linked to the questions that it harvested. */
  static void night(Pipeline pipeline, Traces traces, NightResult night) {
    if (!traces.enabled()) {
      return;
    }
    NightSummary summary = pipeline.nights().find(night.night()).orElseThrow();
    List<NightStep> steps = pipeline.nights().steps(night.night());
    Instant end = Objects.requireNonNullElse(summary.finishedAt(), pipeline.clock().instant());
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("nightshift.night", night.night());
    attributes.put("nightshift.state", night.state().name().toLowerCase(Locale.ROOT));
    attributes.put("nightshift.adapter", night.adapter());
    List<String> questions =
        steps.stream()
            .filter(step -> step.name().equals("harvest") && step.finishedAt() != null)
            .flatMap(
                step ->
                    pipeline
                        .harvestLedger()
                        .harvestedBetween(
                            summary.startedAt(),
                            Objects.requireNonNull(step.finishedAt()),
                            MOST_QUESTIONS)
                        .stream())
            .map(TraceIds::traceOfExchange)
            .toList();
    traces.send(
        TraceIds.traceOfNight(night.night()),
        new Traced(
            "night",
            summary.startedAt(),
            end,
            night.state() == NightResult.State.FAILED ? night.reason() : "",
            attributes,
            steps.stream().map(step -> step(pipeline, night.night(), step, end)).toList()),
        questions,
        null);
  }

  private static Traced step(Pipeline pipeline, String night, NightStep step, Instant end) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    pipeline
        .nights()
        .numbers(night, step.name())
        .forEach((name, value) -> attributes.put("nightshift." + step.name() + "." + name, value));
    return new Traced(
        "night " + step.name(),
        step.startedAt(),
        Objects.requireNonNullElse(step.finishedAt(), end),
        step.finishedAt() == null ? "it did not finish" : "",
        attributes,
        List.of());
  }
}
