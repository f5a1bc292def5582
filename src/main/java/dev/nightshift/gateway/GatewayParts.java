package dev.nightshift.gateway;

import dev.nightshift.asking.AskService;
import dev.nightshift.asking.FeedbackService;
import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.generation.GenerationParts;
import dev.nightshift.generation.ServedModels;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.versions.ProgramVersions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the gateway serves.
 *
 * @param model answers; its health and active adapter are shown
 * @param memory its health is shown
 * @param embedder gives vectors of texts
 * @param ask answers and remembers
 * @param feedback remembers what people say
 * @param generation what applications may call by name
 * @param code writes programs for tasks
 * @param versions keeps them
 * @param status how the pipeline stands
 * @param totals what the pipeline has done
 * @param commands does what commands ask for
 * @param checks further parts to look at for GET /health by their names, such as the database
 */
public record GatewayParts(
    LanguageModel model,
    ExchangeMemory memory,
    Embedder embedder,
    AskService ask,
    FeedbackService feedback,
    GenerationParts generation,
    CodeRuns code,
    ProgramVersions versions,
    StatusSource status,
    PipelineTotals totals,
    CommandRunner commands,
    Map<String, HealthCheck> checks) {
  public GatewayParts {
    checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
  }

  /** What applications may call by name. */
  ServedModels models() {
    return generation.models();
  }
}
