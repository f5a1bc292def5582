package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.inference.EngineSettings;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.serving.EmbeddedLanguageModel;
import dev.nightshift.serving.GuardedLanguageModel;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.LlamaServerLanguageModel;
import dev.nightshift.serving.OllamaLanguageModel;
import dev.nightshift.serving.OllamaPrompt;
import dev.nightshift.serving.OllamaRemains;
import dev.nightshift.serving.ReplaceableLanguageModel;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.tensor.NativeRuntime;
import dev.nightshift.vram.VramSettings.WhileTraining;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the model that the settings name, and lets it serve what is current. */
final class LanguageModels {
  private static final Logger log = LoggerFactory.getLogger(LanguageModels.class);

  private static final String OLLAMA = "ollama:";

  /** What a question may take beyond its time limit. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private LanguageModels() {}

  static LanguageModel open(Pipeline pipeline) {
    ReplaceableLanguageModel model =
        new ReplaceableLanguageModel(connect(pipeline), () -> connect(pipeline));
    try {
      serveCurrent(model, pipeline.adapters().current());
      pipeline.gpu.models().add(model);
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** A model that a server has, which may stop answering. */
  static LanguageModel guarded(Pipeline pipeline, LanguageModel model) {
    return new GuardedLanguageModel(model, pipeline.settings().circuit(), pipeline.clock());
  }

  /** Whether an engine in this process is the base model's. */
  static boolean isEmbedded(Settings settings) {
    return switch (settings.serving().backend()) {
      case AUTO -> !settings.model().base().startsWith(OLLAMA);
      case EMBEDDED -> true;
      case OLLAMA, LLAMA_SERVER -> false;
    };
  }

  /** How turns at the GPU are taken. A server elsewhere, or one that keeps its model, stays. */
  static GpuTurns gpuTurns(Pipeline pipeline) {
    EngineSettings engine = ModelContexts.engineOfBase(pipeline.settings()).onProcessor();
    boolean embedded = isEmbedded(pipeline.settings());
    boolean movable = embedded || pipeline.settings().serving().unloadsHere();
    return new GpuTurns(
        NativeRuntime::hasGpu,
        movable ? pipeline.settings().vram().whileTraining() : WhileTraining.SHARE,
        embedded ? Optional.of(() -> embedded(pipeline, engine)) : Optional.empty(),
        patience(pipeline),
        pipeline.gpu.taken());
  }

  /** How long questions may still run that were taken before. */
  static Duration patience(Pipeline pipeline) {
    return pipeline.settings().serving().timeout().plus(GRACE);
  }

  /** What an Ollama server has of adapters; empty when none serves them. */
  static Optional<OllamaRemains> remains(Settings settings) {
    boolean ollama =
        switch (settings.serving().backend()) {
          case AUTO -> settings.model().base().startsWith(OLLAMA);
          case OLLAMA -> true;
          case EMBEDDED, LLAMA_SERVER -> false;
        };
    String name = ollamaName(settings);
    return ollama && !name.isBlank()
        ? Optional.of(new OllamaRemains(name, settings.serving().ollamaUrl()))
        : Optional.empty();
  }

  private static String ollamaName(Settings settings) {
    String given = settings.model().base();
    String name = settings.serving().ollamaModel();
    return name.isBlank() && given.startsWith(OLLAMA) ? given.substring(OLLAMA.length()) : name;
  }

  private static LanguageModel connect(Pipeline pipeline) {
    ServingSettings settings = pipeline.settings().serving();
    return switch (settings.backend()) {
      case AUTO ->
          pipeline.settings().model().base().startsWith(OLLAMA)
              ? ollama(pipeline, settings)
              : embedded(pipeline, ModelContexts.engineOfBase(pipeline.settings()));
      case EMBEDDED -> embedded(pipeline, ModelContexts.engineOfBase(pipeline.settings()));
      case OLLAMA -> ollama(pipeline, settings);
      case LLAMA_SERVER ->
          guarded(
              pipeline,
              LlamaServerLanguageModel.connect(
                  pipeline.baseModel(), pipeline.embedder(), settings));
    };
  }

  /** An adapter that has been damaged on disk must not keep the base from answering. */
  private static void serveCurrent(LanguageModel model, AdapterVersion current) {
    if (current.isBase()) {
      return;
    }
    try {
      model.activate(new ServableAdapter(current.name(), current.directory()));
    } catch (ServingException e) {
      if (e.code() != ServingException.Code.ADAPTER) {
        throw e;
      }
      log.error(
          "{} is current but cannot be used, so the base answers; take it back with"
              + " `pipeline rollback`: {}",
          current.name(),
          e.getMessage());
    }
  }

  private static LanguageModel embedded(Pipeline pipeline, EngineSettings settings) {
    BaseModel base = pipeline.baseModel();
    EmbeddedEngine engine = EmbeddedEngine.load(base.file(), settings);
    return EmbeddedLanguageModel.of(
        base.name(), engine, pipeline.embedder(), pipeline.settings().serving());
  }

  /** The server gets the template of the very file that is trained on, or prompts would differ. */
  private static LanguageModel ollama(Pipeline pipeline, ServingSettings settings) {
    String name = ollamaName(pipeline.settings());
    if (name.isBlank()) {
      throw OperationException.configuration(
          "nightshift.serving.backend = ollama needs the model's name there:"
              + " set nightshift.serving.ollama-model, or nightshift.model.base = ollama:NAME");
    }
    BaseModel base = pipeline.baseModel();
    try (GgufFile file = GgufFile.open(base.file())) {
      OllamaPrompt prompt = OllamaPrompt.of(PromptEncoder.of(file));
      return guarded(
          pipeline,
          OllamaLanguageModel.connect(
              name,
              base,
              pipeline.home().state().resolve("merged"),
              prompt,
              pipeline.embedder(),
              settings,
              ModelContexts.ofBase(pipeline.settings())));
    }
  }
}
