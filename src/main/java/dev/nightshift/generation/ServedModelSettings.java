package dev.nightshift.generation;

import dev.nightshift.augmentation.PromptForm;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One model by the name that applications use ({@code nightshift.models.<id>.*}).
 *
 * @param enabled whether there is such a model; false takes one away that ships
 * @param backend what answers
 * @param model {@code base} for the pipeline's own model with its adapters; otherwise as {@code
 *     nightshift.model.base} is written, or the name on the server for {@code openai}
 * @param url the server; blank: the one of {@code nightshift.serving.*}, or of the model's own
 *     prefix. An OpenAI-compatible API's base, such as {@code http://127.0.0.1:8080/v1}
 * @param kind what its answers are
 * @param schema JSON Schema (2020-12) of structured answers: the JSON itself, {@code
 *     classpath:NAME} for one that ships, or a file, relative to the home
 * @param context most tokens of prompt and answer together; 0: what the backend has. Of ids that
 *     name one model the largest counts
 * @param system system turn in front of every prompt; blank is none
 * @param form how it is told corrections; null: as {@code nightshift.augmentation} says
 * @param apiKeyVariable environment variable with the key of an OpenAI-compatible API; blank is
 *     none
 * @param apiKeyFile file with that key; blank is none
 */
public record ServedModelSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("auto") Backend backend,
    @DefaultValue(ServedModelSettings.BASE) String model,
    @DefaultValue("") String url,
    @DefaultValue("text") Kind kind,
    @DefaultValue("") String schema,
    @DefaultValue("0") int context,
    @DefaultValue("") String system,
    @Nullable PromptForm form,
    @DefaultValue("") String apiKeyVariable,
    @DefaultValue("") String apiKeyFile) {

  /** The pipeline's own model. */
  public static final String BASE = "base";

  private static final int SHORTEST_CONTEXT = 16;

  /** What answers. */
  public enum Backend {
    /** The server that the model's name begins with, otherwise EMBEDDED. */
    AUTO,
    /** An engine in this process. */
    EMBEDDED,
    /** An Ollama server. */
    OLLAMA,
    /** A llama-server that serves the GGUF file named. */
    LLAMA_SERVER,
    /** Any OpenAI-compatible API. */
    OPENAI
  }

  /** What answers are. */
  public enum Kind {
    TEXT,
    /** JSON that is valid against the schema. */
    STRUCTURED
  }

  public ServedModelSettings {
    require(!model.isBlank(), "model must be base, or name one");
    require(
        context == 0 || context >= SHORTEST_CONTEXT,
        "context must be 0 or at least " + SHORTEST_CONTEXT + " tokens: " + context);
    require(
        (kind == Kind.STRUCTURED) != schema.isBlank(),
        kind == Kind.STRUCTURED
            ? "schema must say what structured answers are: JSON, classpath:NAME or a file"
            : "schema goes with the kind structured only");
    require(url.isBlank() || isWeb(url), "url must begin with http:// or https://: " + url);
    boolean compatible = backend == Backend.OPENAI;
    require(
        !model.equals(BASE) || backend == Backend.AUTO,
        "backend must be left out when the model is base, which has one");
    require(!model.equals(BASE) || url.isBlank(), "url must be left out when the model is base");
    require(
        !compatible || !url.isBlank(),
        "url must say where the API is, such as http://127.0.0.1:8080/v1");
    require(
        compatible || apiKeyVariable.isBlank(), "apiKeyVariable goes with the backend openai only");
    require(compatible || apiKeyFile.isBlank(), "apiKeyFile goes with the backend openai only");
    require(
        apiKeyVariable.isBlank() || apiKeyFile.isBlank(),
        "apiKeyVariable and apiKeyFile must not both be given");
  }

  /** Text by the pipeline's own model. */
  public static ServedModelSettings text() {
    return ofBase(Kind.TEXT, "");
  }

  /** Objects of a schema by the pipeline's own model. */
  public static ServedModelSettings structured(String schema) {
    return ofBase(Kind.STRUCTURED, schema);
  }

  private static ServedModelSettings ofBase(Kind kind, String schema) {
    return new ServedModelSettings(true, Backend.AUTO, BASE, "", kind, schema, 0, "", null, "", "");
  }

  /** Whether the pipeline's own model answers. */
  public boolean isBase() {
    return model.equals(BASE);
  }

  private static boolean isWeb(String url) {
    try {
      URI uri = URI.create(url.strip());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
