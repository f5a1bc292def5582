package dev.nightshift.serving;

import dev.nightshift.model.OllamaAddress;
import dev.nightshift.scope.ScopePolicy;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How questions are answered.
 *
 * @param backend what answers
 * @param ollamaUrl address of the Ollama server, written as {@code OLLAMA_HOST} is
 * @param ollamaModel the base model there; blank: the one given as the base model
 * @param ollamaThreads threads an Ollama request may use; 0: half of the cores of a server on this
 *     machine, which is shared with the rest of the pipeline, and what a server elsewhere likes
 * @param ollamaAdapters how an Ollama server gets adapters
 * @param llamaServerUrl address of the llama-server
 * @param llamaServerRestart command that starts it again with the LoRA files that are appended;
 *     blank: a person does that
 * @param scope when the active adapter answers
 * @param confidenceThreshold answers above it count as a success, 0 to 1
 * @param queueSize how many requests may wait; one more is refused as BUSY
 * @param maxTokens most tokens of an answer when the request says nothing
 * @param timeout from acceptance to the last token
 */
public record ServingSettings(
    @DefaultValue("auto") Backend backend,
    @DefaultValue(OllamaAddress.DEFAULT) String ollamaUrl,
    @DefaultValue("") String ollamaModel,
    @DefaultValue("0") int ollamaThreads,
    @DefaultValue("auto") AdapterForm ollamaAdapters,
    @DefaultValue(ServingSettings.LLAMA_SERVER) String llamaServerUrl,
    @DefaultValue("") String llamaServerRestart,
    @DefaultValue("scoped") ScopePolicy scope,
    @DefaultValue("0.7") double confidenceThreshold,
    @DefaultValue("64") int queueSize,
    @DefaultValue("256") int maxTokens,
    @DefaultValue("2m") Duration timeout) {

  /** Where a llama-server listens when nobody says otherwise. */
  public static final String LLAMA_SERVER = "http://127.0.0.1:8080";

  /** What answers. */
  public enum Backend {
    /** The server that the base model comes from if it comes from one, otherwise EMBEDDED. */
    AUTO,
    /** The engine in this process. */
    EMBEDDED,
    /** An Ollama server. */
    OLLAMA,
    /** A llama-server (llama.cpp), or one with the same paths. */
    LLAMA_SERVER
  }

  /** How a server gets adapters. */
  public enum AdapterForm {
    /**
     * As LoRA where the server takes that and the adapter answers everything or nothing, otherwise
     * merged: a server reloads when a base and a LoRA on it take turns.
     */
    AUTO,
    /** As LoRA files beside the base, which the server shares. */
    LORA,
    /** Merged with the base into a whole model. */
    MERGED
  }

  public ServingSettings {
    try {
      ollamaUrl = OllamaAddress.parse(ollamaUrl).toString();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("ollamaUrl " + e.getMessage(), e);
    }
    llamaServerUrl = address(llamaServerUrl);
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

  private static String address(String url) {
    String given = url.strip();
    try {
      URI uri = URI.create(given);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return given;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("llamaServerUrl is no address: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "llamaServerUrl must be an address such as " + LLAMA_SERVER + ": " + url);
  }

  /** The same for another Ollama server. */
  public ServingSettings withOllamaUrl(String url) {
    return new ServingSettings(
        backend,
        url,
        ollamaModel,
        ollamaThreads,
        ollamaAdapters,
        llamaServerUrl,
        llamaServerRestart,
        scope,
        confidenceThreshold,
        queueSize,
        maxTokens,
        timeout);
  }

  /** The same for another llama-server, which nobody here starts again. */
  public ServingSettings withLlamaServerUrl(String url) {
    return new ServingSettings(
        backend,
        ollamaUrl,
        ollamaModel,
        ollamaThreads,
        ollamaAdapters,
        url,
        "",
        scope,
        confidenceThreshold,
        queueSize,
        maxTokens,
        timeout);
  }

  private boolean ollamaIsHere() {
    String host = OllamaAddress.parse(ollamaUrl).getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Whether a server on this machine answers that can be told to give its memory back. */
  public boolean unloadsHere() {
    return backend != Backend.EMBEDDED && backend != Backend.LLAMA_SERVER && ollamaIsHere();
  }

  /** The threads to ask an Ollama server for; 0 leaves it to the server. */
  int threadsToAskFor() {
    return ollamaThreads > 0 || !ollamaIsHere()
        ? ollamaThreads
        : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /**
   * The embedded engine unless the base model is a server's, scoped adapters, success above 0.7.
   */
  public static ServingSettings defaults() {
    return new ServingSettings(
        Backend.AUTO,
        OllamaAddress.DEFAULT,
        "",
        0,
        AdapterForm.AUTO,
        LLAMA_SERVER,
        "",
        ScopePolicy.SCOPED,
        0.7,
        64,
        256,
        Duration.ofMinutes(2));
  }
}
