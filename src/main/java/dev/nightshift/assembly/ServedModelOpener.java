package dev.nightshift.assembly;

import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.generation.ServedModelSettings.Backend;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.model.BaseModel;
import dev.nightshift.serving.EmbeddedLanguageModel;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.LlamaServerLanguageModel;
import dev.nightshift.serving.ReplaceableLanguageModel;
import dev.nightshift.serving.ServerLanguageModel;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens models that applications use beside the base model. None of them gets an adapter. */
final class ServedModelOpener {
  private static final String OLLAMA = "ollama:";

  private final Pipeline pipeline;
  private final Map<String, String> environment;

  ServedModelOpener(Pipeline pipeline, Map<String, String> environment) {
    this.pipeline = pipeline;
    this.environment = environment;
  }

  /** Whether it is the pipeline's own model, also by its other name. */
  static boolean isBase(Settings settings, ServedModelSettings model) {
    return model.isBase()
        || (model.backend() == Backend.AUTO
            && model.url().isBlank()
            && model.model().equals(settings.model().base()));
  }

  /** Whether an engine in this process answers. */
  static boolean isEmbedded(ServedModelSettings model) {
    return backend(model) == Backend.EMBEDDED;
  }

  static Backend backend(ServedModelSettings model) {
    if (model.backend() != Backend.AUTO) {
      return model.backend();
    }
    return model.model().startsWith(OLLAMA) ? Backend.OLLAMA : Backend.EMBEDDED;
  }

  /**
   * Opens a model.
   *
   * @param model how
   * @param sharing all that share it, this one among them
   */
  LanguageModel open(ServedModelSettings model, Collection<ServedModelSettings> sharing) {
    return switch (backend(model)) {
      case AUTO, EMBEDDED, OLLAMA -> {
        ReplaceableLanguageModel served =
            new ReplaceableLanguageModel(connect(model, sharing), () -> connect(model, sharing));
        pipeline.gpu.models().add(served);
        yield served;
      }
      case LLAMA_SERVER, OPENAI -> connect(model, sharing);
    };
  }

  private LanguageModel connect(
      ServedModelSettings model, Collection<ServedModelSettings> sharing) {
    ServingSettings serving = pipeline.settings().serving();
    int context = ModelContexts.largest(sharing);
    return switch (backend(model)) {
      case OLLAMA -> {
        String name =
            model.model().startsWith(OLLAMA)
                ? model.model().substring(OLLAMA.length())
                : model.model();
        ServingSettings there =
            model.url().isBlank() ? serving : serving.withOllamaUrl(model.url());
        yield LanguageModels.guarded(pipeline, ServerLanguageModel.ofOllama(name, there, context));
      }
      case LLAMA_SERVER -> {
        ServingSettings there =
            model.url().isBlank() ? serving : serving.withLlamaServerUrl(model.url());
        yield LanguageModels.guarded(
            pipeline,
            LlamaServerLanguageModel.connect(
                pipeline.resolve(model.model()), pipeline.embedder(), there));
      }
      case OPENAI ->
          LanguageModels.guarded(
              pipeline,
              ServerLanguageModel.ofCompatible(
                  model.model(), model.url(), key(model), context, serving));
      case AUTO, EMBEDDED -> {
        BaseModel file = pipeline.resolve(model.model());
        EmbeddedEngine engine =
            EmbeddedEngine.load(file.file(), ModelContexts.engine(pipeline.settings(), sharing));
        yield EmbeddedLanguageModel.of(file.name(), engine, pipeline.embedder(), serving);
      }
    };
  }

  private String key(ServedModelSettings model) {
    if (!model.apiKeyVariable().isBlank()) {
      String key = environment.getOrDefault(model.apiKeyVariable(), "").strip();
      if (key.isEmpty()) {
        throw unavailable("there is no " + model.apiKeyVariable() + " in the environment", null);
      }
      return key;
    }
    if (model.apiKeyFile().isBlank()) {
      return "";
    }
    Path file = pipeline.home().root().resolve(model.apiKeyFile());
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw unavailable("the file of its API key cannot be read: " + file, e);
    }
  }

  private static ServingException unavailable(String why, @Nullable Throwable cause) {
    return cause == null
        ? new ServingException(ServingException.Code.UNAVAILABLE, why)
        : new ServingException(ServingException.Code.UNAVAILABLE, why, cause);
  }
}
