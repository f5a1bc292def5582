package dev.nightshift.serving;

import dev.nightshift.scope.ScopePolicy;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How questions are answered.
 *
 * @param backend what answers
 * @param ollamaUrl base address of the Ollama server
 * @param ollamaModel the base model there; blank: the one given as the base model
 * @param ollamaThreads threads an Ollama request may use; 0 leaves it to the server
 * @param scope when the active adapter answers
 * @param confidenceThreshold answers above it count as a success, 0 to 1
 * @param queueSize how many requests may wait; one more is refused as BUSY
 * @param maxTokens most tokens of an answer when the request says nothing
 * @param timeout from acceptance to the last token
 */
public record ServingSettings(
    @DefaultValue("embedded") Backend backend,
    @DefaultValue("http://127.0.0.1:11434") String ollamaUrl,
    @DefaultValue("") String ollamaModel,
    @DefaultValue("0") int ollamaThreads,
    @DefaultValue("scoped") ScopePolicy scope,
    @DefaultValue("0.7") double confidenceThreshold,
    @DefaultValue("64") int queueSize,
    @DefaultValue("256") int maxTokens,
    @DefaultValue("2m") Duration timeout) {

  /** What answers. */
  public enum Backend {
    EMBEDDED,
    OLLAMA
  }

  public ServingSettings {
    String scheme = URI.create(ollamaUrl).getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException(
          "ollamaUrl must begin with http:// or https://: " + ollamaUrl);
    }
    if (ollamaThreads < 0) {
      throw new IllegalArgumentException("ollamaThreads must be at least 0: " + ollamaThreads);
    }
    if (!(confidenceThreshold >= 0 && confidenceThreshold <= 1)) {
      throw new IllegalArgumentException(
          "confidenceThreshold must be within 0 and 1: " + confidenceThreshold);
    }
    if (queueSize < 1) {
      throw new IllegalArgumentException("queueSize must be at least 1: " + queueSize);
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1: " + maxTokens);
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout must be longer than nothing: " + timeout);
    }
  }

  /** The embedded engine, scoped adapters, success above 0.7. */
  public static ServingSettings defaults() {
    return new ServingSettings(
        Backend.EMBEDDED,
        "http://127.0.0.1:11434",
        "",
        0,
        ScopePolicy.SCOPED,
        0.7,
        64,
        256,
        Duration.ofMinutes(2));
  }
}
