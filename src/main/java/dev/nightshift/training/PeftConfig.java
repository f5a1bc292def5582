package dev.nightshift.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What of PEFT's {@code adapter_config.json} says how much an adapter adds (peft,
 * src/peft/tuners/lora/config.py). Whatever would make it something else than W + scale · B A is
 * refused.
 *
 * @param rank r
 * @param alpha the scale is alpha / rank
 * @param rootRank whether the scale is alpha / √rank (rsLoRA)
 * @param ranks other ranks, by the end of the module's name
 * @param alphas other alphas, likewise
 */
record PeftConfig(
    int rank,
    double alpha,
    boolean rootRank,
    Map<String, Integer> ranks,
    Map<String, Double> alphas) {
  /** Keys that must be absent, null, false, empty or "none". */
  private static final List<String> REFUSED =
      List.of(
          "use_dora",
          "fan_in_fan_out",
          "modules_to_save",
          "layer_replication",
          "lora_bias",
          "target_parameters",
          "trainable_token_indices",
          "alora_invocation_tokens",
          "bias");

  /**
   * Texts of init_lora_weights that leave the base as it is. PiSSA, OLoRA, CorDA, LoftQ and others
   * change it, and what they train is the difference to that changed base.
   */
  private static final Set<String> INITIALISATIONS = Set.of("gaussian", "eva", "orthogonal");

  /**
   * Reads the file.
   *
   * @throws TrainingException ADAPTER when it is no LoRA that can be continued
   */
  static PeftConfig read(Path file) throws IOException {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw StartingAdapter.unusable(file, "there is no such file", e);
    } catch (JacksonException e) {
      throw StartingAdapter.unusable(file, "it is not JSON: " + e.getOriginalMessage(), e);
    }
    String type = json.path("peft_type").asString("missing");
    if (!type.equals("LORA")) {
      throw StartingAdapter.unusable(file, "peft_type is " + type + ", not LORA", null);
    }
    for (String key : REFUSED) {
      JsonNode value = json.path(key);
      boolean unset =
          value.isMissingNode()
              || value.isNull()
              || (value.isBoolean() && !value.asBoolean())
              || (value.isContainer() && value.isEmpty())
              || (value.isString() && value.asString().equals("none"));
      if (!unset) {
        throw StartingAdapter.unusable(file, key + " is " + value + ": not supported", null);
      }
    }
    JsonNode start = json.path("init_lora_weights");
    if (start.isString() && !INITIALISATIONS.contains(start.asString().toLowerCase(Locale.ROOT))) {
      throw StartingAdapter.unusable(
          file, "init_lora_weights is " + start + ": it is no adapter of the base as it is", null);
    }
    Map<String, Integer> ranks = new LinkedHashMap<>();
    pattern(file, json, "rank_pattern").forEach((name, r) -> ranks.put(name, r.asInt(0)));
    Map<String, Double> alphas = new LinkedHashMap<>();
    pattern(file, json, "alpha_pattern").forEach((name, a) -> alphas.put(name, a.asDouble(-1)));
    double alpha = json.path("lora_alpha").asDouble(8);
    boolean broken = alphas.values().stream().anyMatch(a -> !(a > 0 && a < 1e6));
    if (broken || !(alpha > 0 && alpha < 1e6)) {
      throw StartingAdapter.unusable(file, "lora_alpha is no positive number", null);
    }
    boolean rootRank = json.path("use_rslora").asBoolean(false);
    return new PeftConfig(json.path("r").asInt(8), alpha, rootRank, ranks, alphas);
  }

  /** PEFT takes the names as regular expressions; plain ones are all that is read here. */
  private static Map<String, JsonNode> pattern(Path file, JsonNode json, String key) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.path(key).properties()) {
      if (!entry.getKey().matches("[A-Za-z0-9_.]+")) {
        throw StartingAdapter.unusable(
            file, "%s has the expression '%s'".formatted(key, entry.getKey()), null);
      }
      entries.put(entry.getKey(), entry.getValue());
    }
    return entries;
  }

  int rank(String module) {
    return of(ranks, module, rank);
  }

  double scale(String module) {
    double own = of(alphas, module, alpha);
    return own / (rootRank ? Math.sqrt(rank(module)) : rank(module));
  }

  /** The first entry that names the module, whole or by its last parts. */
  private static <T> T of(Map<String, T> pattern, String module, T otherwise) {
    return pattern.entrySet().stream()
        .filter(entry -> ("." + module).endsWith("." + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }
}
