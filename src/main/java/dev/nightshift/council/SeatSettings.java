package dev.nightshift.council;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One configured seat ({@code nightshift.council.seats[…]}).
 *
 * @param role what it is asked to do
 * @param model {@code default} for the pipeline's own base model, {@code ollama:NAME}, or {@code
 *     openai:NAME} for a model behind any OpenAI-compatible API
 * @param url where the model is served: an Ollama server (empty: the one of {@code
 *     nightshift.serving.ollama-url}), or the base of an OpenAI-compatible API, such as {@code
 *     http://127.0.0.1:8080/v1}
 * @param apiKey sent to an OpenAI-compatible API; empty sends none
 * @param weight of its vote, above 0
 * @param temperature of its replies, 0 (always the likeliest) to 2
 */
public record SeatSettings(
    @Nullable Role role,
    @DefaultValue(SeatSettings.DEFAULT) String model,
    @DefaultValue("") String url,
    @DefaultValue("") String apiKey,
    @DefaultValue("1") double weight,
    @DefaultValue("0") double temperature) {
  static final String DEFAULT = "default";
  static final String OLLAMA = "ollama:";
  static final String OPENAI = "openai:";

  public SeatSettings {
    require(role != null, "role must be analyst, corrector or verifier");
    boolean compatible = isOf(OPENAI, model);
    require(
        model.equals(DEFAULT) || isOf(OLLAMA, model) || compatible,
        "model must be default, ollama:NAME or openai:NAME: " + model);
    require(
        !compatible || !url.isBlank(),
        "url must say where " + model + " is served, such as http://127.0.0.1:8080/v1");
    require(
        !model.equals(DEFAULT) || url.isBlank(),
        "url must be left out when the model is default: " + url);
    require(url.isBlank() || isWeb(url), "url must begin with http:// or https://: " + url);
    require(apiKey.isBlank() || compatible, "apiKey must be left out unless the model is openai:");
    require(weight > 0 && weight <= 1e6, "weight must be above 0, at most 1000000: " + weight);
    require(temperature >= 0 && temperature <= 2, "temperature must be 0 to 2: " + temperature);
  }

  /** A seat of the pipeline's own model, of weight 1, always the likeliest reply. */
  public static SeatSettings of(Role role) {
    return new SeatSettings(role, DEFAULT, "", "", 1, 0);
  }

  /** The name of an {@code ollama:} or {@code openai:} model on its server. */
  String served() {
    return model.substring(model.indexOf(':') + 1);
  }

  private static boolean isOf(String kind, String model) {
    return model.startsWith(kind) && model.length() > kind.length();
  }

  private static boolean isWeb(String url) {
    try {
      URI uri = URI.create(url);
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

  /** Without the key. */
  @Override
  public String toString() {
    return "SeatSettings[role=%s, model=%s, url=%s, weight=%s, temperature=%s]"
        .formatted(role, model, url, weight, temperature);
  }
}
