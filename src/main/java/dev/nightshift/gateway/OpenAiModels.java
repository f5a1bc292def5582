package dev.nightshift.gateway;

import dev.nightshift.gateway.OpenAiException.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The models that OpenAI's clients can name: the base, by its name and by one that never changes.
 */
final class OpenAiModels {
  /** The base model, whatever it is. */
  static final String ALIAS = "nightshift";

  private final String base;
  private final String embedder;
  private final long since = Instant.now().getEpochSecond();

  OpenAiModels(GatewayParts parts) {
    this.base = parts.model().name();
    this.embedder = parts.embedder().id();
  }

  /** Those that answer, then the one that embeds. */
  List<String> ids() {
    List<String> ids = new ArrayList<>(List.of(base, ALIAS, embedder));
    return ids.stream().distinct().toList();
  }

  /** Refuses a name that is no answering model's. */
  void requireChat(String id) {
    if (!id.equals(base) && !id.equals(ALIAS)) {
      throw unknown(id, base + ", " + ALIAS);
    }
  }

  /** Refuses a name that is not the embedding model's. */
  void requireEmbedding(String id) {
    if (!id.equals(embedder)) {
      throw unknown(id, embedder);
    }
  }

  /** One as the API describes it. */
  ObjectNode described(String id) {
    if (!ids().contains(id)) {
      throw unknown(id, String.join(", ", ids()));
    }
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", id)
        .put("object", "model")
        .put("created", since)
        .put("owned_by", ALIAS);
  }

  private static OpenAiException unknown(String id, String known) {
    return new OpenAiException(
        Code.UNKNOWN_MODEL, "model", "there is no model " + id + " for this; known: " + known);
  }
}
