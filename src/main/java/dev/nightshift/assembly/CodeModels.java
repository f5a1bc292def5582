package dev.nightshift.assembly;

import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.generation.ServedModels;
import dev.nightshift.model.ModelException;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ServingException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models that write programs and judge them, each opened when it is first asked for, shared by
 * all and closed with the pipeline.
 */
final class CodeModels {
  private static final String DEFAULT = "default";

  private final Pipeline pipeline;
  private final Lazy<ServedModels> served;
  private final Map<String, Lazy<LanguageModel>> opened = new ConcurrentHashMap<>();

  CodeModels(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.served =
        new Lazy<>(
            () ->
                pipeline.closeWithPipeline(
                    "the served models", GenerationAssembly.models(pipeline)));
  }

  /** Those that applications call by name, of which there is one set in a process. */
  ServedModels served() {
    return served.get();
  }

  /**
   * A model.
   *
   * @param named {@code default}, an id of {@code nightshift.models}, or one as {@code
   *     nightshift.model.base} is written
   * @throws ServingException UNAVAILABLE when it cannot be opened
   * @throws dev.nightshift.generation.GenerationException NOT_LOADED when that happens to one with
   *     an id
   */
  LanguageModel get(String named) {
    if (named.equals(DEFAULT) || named.equals(pipeline.settings().model().base())) {
      return pipeline.model();
    }
    ServedModelSettings configured = pipeline.settings().models().get(named);
    return configured != null && configured.enabled()
        ? served().open(named)
        : opened.computeIfAbsent(named, any -> new Lazy<>(() -> open(named))).get();
  }

  private LanguageModel open(String named) {
    ServedModelSettings settings =
        new ServedModelSettings(
            true,
            ServedModelSettings.Backend.AUTO,
            named,
            "",
            ServedModelSettings.Kind.TEXT,
            "",
            0,
            "",
            null,
            "",
            "");
    try {
      ServedModelOpener opener = new ServedModelOpener(pipeline, System.getenv());
      return pipeline.closeWithPipeline(
          "the model " + named, opener.open(settings, List.of(settings)));
    } catch (ModelException e) {
      throw new ServingException(
          ServingException.Code.UNAVAILABLE,
          "the model " + named + " cannot be opened: " + e.getMessage(),
          e);
    }
  }
}
