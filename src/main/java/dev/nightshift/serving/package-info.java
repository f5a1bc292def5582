/**
 * The {@code LanguageModel} port and its backends (embedded engine, Ollama, llama-server), and
 * loading an adapter on each.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "exchange",
      "home",
      "inference",
      "grammar",
      "model",
      "gguf",
      "scope",
      "embedding"
    })
package dev.nightshift.serving;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
