package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.serving.EmbeddedLanguageModel;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.OllamaLanguageModel;
import dev.nightshift.serving.OllamaPrompt;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingSettings;

/** Builds the model that the settings name, and lets it serve what is current. */
final class LanguageModels {
  private LanguageModels() {}

  static LanguageModel open(Pipeline pipeline) {
    ServingSettings settings = pipeline.settings().serving();
    LanguageModel model =
        switch (settings.backend()) {
          case EMBEDDED -> embedded(pipeline, settings);
          case OLLAMA -> ollama(pipeline, settings);
        };
    try {
      AdapterVersion current = pipeline.adapters().current();
      if (!current.isBase()) {
        model.activate(new ServableAdapter(current.name(), current.directory()));
      }
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static LanguageModel embedded(Pipeline pipeline, ServingSettings settings) {
    BaseModel base = pipeline.baseModel();
    EmbeddedEngine engine = EmbeddedEngine.load(base.file(), pipeline.settings().engine());
    return EmbeddedLanguageModel.of(base.name(), engine, pipeline.embedder(), settings);
  }

  /** The server gets the template of the very file that is trained on, or prompts would differ. */
  private static LanguageModel ollama(Pipeline pipeline, ServingSettings settings) {
    String given = pipeline.settings().model().base();
    String name = settings.ollamaModel();
    if (name.isBlank() && given.startsWith("ollama:")) {
      name = given.substring("ollama:".length());
    }
    if (name.isBlank()) {
      throw OperationException.configuration(
          "nightshift.serving.backend = ollama needs the model's name there:"
              + " set nightshift.serving.ollama-model, or nightshift.model.base = ollama:NAME");
    }
    try (GgufFile file = GgufFile.open(pipeline.baseModel().file())) {
      OllamaPrompt prompt = OllamaPrompt.of(PromptEncoder.of(file));
      return OllamaLanguageModel.connect(name, prompt, pipeline.embedder(), settings);
    }
  }
}
