package dev.nightshift.gateway;

import dev.nightshift.asking.AskService;
import dev.nightshift.gateway.OpenAiException.Code;
import dev.nightshift.generation.GenerationException;
import dev.nightshift.generation.ServedModel;
import dev.nightshift.generation.ServedModels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The models that OpenAI's clients can name: the configured ones, the base by its own name and by
 * one that never changes, and the one that embeds.
 */
final class OpenAiModels {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAiModels.class);

  /** The base model, whatever it is. */
  static final String ALIAS = "nightshift";

  private final AskService base;
  private final ServedModels configured;
  private final List<String> baseNames;
  private final String embedder;
  private final long since = Instant.now().getEpochSecond();

  OpenAiModels(GatewayParts parts) {
    this.base = parts.ask();
    this.configured = parts.models();
    this.baseNames = List.of(parts.model().name(), ALIAS);
    this.embedder = parts.embedder().id();
  }

  /** Those that answer, then the one that embeds. */
  List<String> ids() {
    List<String> ids = new ArrayList<>(chatIds());
    ids.add(embedder);
    return ids.stream().distinct().toList();
  }

  private List<String> chatIds() {
    List<String> ids = new ArrayList<>(baseNames);
    ids.addAll(configured.ids());
    return ids;
  }

  /**
   * The one that answers to a name; a configured one before the base.
   *
   * @throws OpenAiException UNKNOWN_MODEL
   * @throws GatewayException UNAVAILABLE when it cannot be opened now
   */
  ChatModel chat(String id) {
    ServedModel model = configured.find(id).orElse(null);
    if (model == null && baseNames.contains(id)) {
      return ChatModel.of(base);
    }
    if (model == null) {
      throw unknown(id, chatIds());
    }
    try {
      return ChatModel.of(model);
    } catch (GenerationException e) {
      LOG.warn("the model {} cannot be opened", id, e);
      throw new GatewayException(
          GatewayException.Code.UNAVAILABLE,
          "the model " + id + " is not loaded; the server's log says why");
    }
  }

  /** Refuses a name that is not the embedding model's. */
  void requireEmbedding(String id) {
    if (!id.equals(embedder)) {
      throw unknown(id, List.of(embedder));
    }
  }

  /** One as the API describes it. */
  ObjectNode described(String id) {
    if (!ids().contains(id)) {
      throw unknown(id, ids());
    }
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", id)
        .put("object", "model")
        .put("created", since)
        .put("owned_by", ALIAS);
  }

  private static OpenAiException unknown(String id, List<String> known) {
    return new OpenAiException(
        Code.UNKNOWN_MODEL,
        "model",
        "there is no model %s for this; known: %s".formatted(id, String.join(", ", known)));
  }
}
