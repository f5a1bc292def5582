package dev.nightshift.serving;

import dev.nightshift.serving.ServerApi.Reply;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A llama-server (llama.cpp's HTTP server, or one with the same paths): what it has loaded, and
 * completions of token ids.
 */
final class LlamaServer implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(30);

  /**
   * A LoRA file that the server was started with.
   *
   * @param path as it was written then
   * @param scale what requests get that do not say otherwise
   */
  record Lora(int id, String path, double scale) {}

  private final ServerApi api;

  /** Whether what it keeps of a prompt is dropped when the next request wants another adapter. */
  private volatile boolean cachePrompts;

  LlamaServer(String url) {
    this.api = new ServerApi("llama-server", url, "nightshift.serving.llama-server-url");
  }

  /** Its name for people. */
  String named() {
    return "the llama-server at " + api.address();
  }

  /** What is wrong with it, in words; empty when it can answer. */
  Optional<String> trouble() {
    try {
      Reply reply = api.get("health", SHORT);
      return switch (reply.status()) {
        case 200 -> Optional.empty();
        case 503 -> Optional.of(named() + " is still loading its model");
        default -> Optional.of(named() + " is not well: " + reply.said());
      };
    } catch (ServingException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The LoRA files that it has loaded. */
  List<Lora> loras() {
    Reply reply = api.get("lora-adapters", SHORT);
    if (!reply.ok() || !reply.body().isArray()) {
      throw failed("listing the LoRA files of", reply);
    }
    List<Lora> loras = new ArrayList<>();
    for (JsonNode lora : reply.body()) {
      loras.add(
          new Lora(
              lora.path("id").asInt(-1),
              lora.path("path").asString(""),
              lora.path("scale").asDouble(0)));
    }
    return loras;
  }

  /**
   * Makes one of the files what requests get that do not say otherwise.
   *
   * @param id of the file; none when the base shall answer them
   */
  void apply(Optional<Integer> id) {
    ArrayNode scales = JsonMapper.shared().createArrayNode();
    List<Lora> all = loras();
    for (Lora lora : all) {
      boolean wanted = id.filter(one -> one == lora.id()).isPresent();
      scales.addObject().put("id", lora.id()).put("scale", wanted ? 1 : 0);
    }
    if (all.isEmpty()) {
      return;
    }
    Reply reply = api.post("lora-adapters", scales, SHORT);
    if (!reply.ok()) {
      throw failed("switching the LoRA files of", reply);
    }
    for (Lora lora : loras()) {
      if ((lora.scale() != 0) != id.filter(one -> one == lora.id()).isPresent()) {
        throw new ServingException(
            Code.UNAVAILABLE,
            "%s was told to switch its LoRA files, but %s has the scale %s"
                .formatted(named(), lora.path(), lora.scale()));
      }
    }
  }

  /** Answers a request for {@code /completion}. */
  Reply complete(ObjectNode request, Deadline deadline, BooleanSupplier cancelled) {
    return api.post("completion", request, deadline, cancelled);
  }

  /** The same piece by piece; {@code cancelled} makes the server stop. */
  Reply complete(
      ObjectNode request, Deadline deadline, BooleanSupplier cancelled, Consumer<JsonNode> chunk) {
    return api.stream("completion", request, deadline, cancelled, chunk);
  }

  /**
   * Checks that it serves the model that is trained on: the same vocabulary and width, the same
   * tokens of a text.
   *
   * @throws ServingException UNAVAILABLE when it does not, or does not answer
   */
  void requireModel(int vocabulary, int hidden, String text, int[] tokens) {
    Reply models = api.get("v1/models", SHORT);
    if (!models.ok()) {
      throw failed("asking for the model of", models);
    }
    JsonNode meta = models.body().path("data").path(0).path("meta");
    same("vocabulary", meta.path("n_vocab").asInt(vocabulary), vocabulary);
    same("width", meta.path("n_embd").asInt(hidden), hidden);
    Reply cut = api.post("tokenize", ServerApi.object().put("content", text), SHORT);
    if (!cut.ok()) {
      throw failed("asking for tokens of", cut);
    }
    JsonNode found = cut.body().path("tokens");
    for (int i = 0; i < Math.max(tokens.length, found.size()); i++) {
      same(
          "token " + i + " of a text", found.path(i).asInt(-1), i < tokens.length ? tokens[i] : -1);
    }
  }

  private void same(String what, int theirs, int ours) {
    if (theirs != ours) {
      throw new ServingException(
          Code.UNAVAILABLE,
          "%s serves another model than nightshift.model.base: its %s is %d and not %d"
              .formatted(named(), what, theirs, ours));
    }
  }

  /**
   * Says whether prompts may be kept between requests. Servers were seen that go on with what
   * another adapter had computed (llama.cpp issue 26207).
   */
  void cachePrompts(boolean safe) {
    cachePrompts = safe;
  }

  boolean cachesPrompts() {
    return cachePrompts;
  }

  private ServingException failed(String doing, Reply reply) {
    return new ServingException(
        Code.UNAVAILABLE, "%s %s failed: %s".formatted(doing, named(), reply.said()));
  }

  @Override
  public void close() {
    api.close();
  }
}
