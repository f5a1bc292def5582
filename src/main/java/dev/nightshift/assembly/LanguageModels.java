package dev.nightshift.assembly;

import dev.nightshift.serving.LanguageModel;

/** Builds the model that the settings name. */
@SuppressWarnings("DoNotCallSuggester")
final class LanguageModels {
  private LanguageModels() {}

  static LanguageModel open(Pipeline pipeline) {
    throw new OperationException(
        OperationException.Code.FAILED,
        "no backend for " + pipeline.settings().model().base() + " yet");
  }
}
