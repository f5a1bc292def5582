package dev.nightshift.assembly;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The base model.
 *
 * @param base {@code default}, a GGUF file, {@code ollama:NAME} or an https address
 */
public record ModelSettings(@DefaultValue("default") String base) {
  public ModelSettings {
    if (base.isBlank()) {
      throw new IllegalArgumentException(
          "base must be default, a GGUF file, ollama:NAME or an https address: it is empty");
    }
  }
}
