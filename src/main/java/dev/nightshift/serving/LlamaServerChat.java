package dev.nightshift.serving;

import dev.nightshift.serving.ServerApi.Reply;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers with a llama-server's base, or with one of its LoRA files. The server gets the very
 * tokens that training had, so no template and no words of a control token can come between. Every
 * sampling option is sent, because a server can be started with other defaults.
 */
final class LlamaServerChat implements AnswerSource {
  private static final long SEEDS = 0xFFFF_FFFFL; // this one means a random one

  private final LlamaServer server;
  private final RequestQueue queue;
  private final PromptTokens prompts;
  private final Optional<LoadedLora> lora;

  /**
   * A source.
   *
   * @param lora the file to answer with; none for the base
   */
  LlamaServerChat(
      LlamaServer server, RequestQueue queue, PromptTokens prompts, Optional<LoadedLora> lora) {
    this.server = server;
    this.queue = queue;
    this.prompts = prompts;
    this.lora = lora;
  }

  @Override
  public Generated answer(List<Turn> turns, GenerationOptions options, Deadline deadline) {
    ObjectNode request = request(turns, options);
    Reply reply = queue.inTurn(deadline, () -> ask(request, deadline.remainingOrThrow()));
    if (!reply.ok()) {
      throw new ServingException(
          code(reply.status()), server.named() + " did not answer: " + reply.said());
    }
    return read(reply.body());
  }

  /**
   * The number of a file is looked up each time: a server that was started again may have given it
   * to another one, and answers with the base when it knows no such number.
   */
  private Reply ask(ObjectNode request, Duration timeout) {
    scales(request, lora.map(LoadedLora::requireId));
    request.put("cache_prompt", server.cachesPrompts());
    return server.complete(request, timeout);
  }

  /**
   * Says which file to use in a request. A list that names none of them leaves it to the server, so
   * for the base one is named and switched off; those that are not named are off then.
   */
  static void scales(ObjectNode request, Optional<Integer> id) {
    request
        .putArray("lora")
        .addObject()
        .put("id", id.orElse(0))
        .put("scale", id.isPresent() ? 1 : 0);
  }

  private Code code(int status) {
    return switch (status) {
      case 400, 413 -> Code.REQUEST;
      case 429, 503 -> Code.BUSY;
      default -> lora.isPresent() ? Code.ADAPTER : Code.UNAVAILABLE;
    };
  }

  /** What is posted, but for the file. */
  ObjectNode request(List<Turn> turns, GenerationOptions options) {
    ObjectNode request =
        ServerApi.object()
            .put("stream", false)
            .put("n_predict", options.maxTokens())
            .put("n_probs", 1)
            .put("temperature", options.temperature())
            .put("top_p", options.topP())
            .put("top_k", 0)
            .put("min_p", 0)
            .put("typical_p", 1.0)
            .put("repeat_penalty", 1.0)
            .put("presence_penalty", 0)
            .put("frequency_penalty", 0)
            .put("dry_multiplier", 0)
            .put("xtc_probability", 0)
            .put("mirostat", 0)
            .put("seed", Math.floorMod(options.seed(), SEEDS));
    ArrayNode prompt = request.putArray("prompt");
    for (int token : prompts.of(turns)) {
      prompt.add(token);
    }
    ArrayNode stop = request.putArray("stop");
    options.stop().forEach(stop::add);
    if (options.constraint() != null) {
      request.set("json_schema", ServedSchema.of(options.constraint(), "llama-server"));
    }
    return request;
  }

  private Generated read(JsonNode body) {
    JsonNode content = body.path("content");
    if (!content.isString()) {
      throw new ServingException(Code.UNAVAILABLE, server.named() + " answered without a content");
    }
    List<Double> logProbabilities = new ArrayList<>();
    for (JsonNode token : body.path("completion_probabilities")) {
      double value = token.path("logprob").asDouble(Double.NaN);
      if (Double.isNaN(value)) {
        throw new ServingException(
            code(500), server.named() + " answered with probabilities that are no numbers");
      }
      logProbabilities.add(value);
    }
    int written = body.path("tokens_predicted").asInt(0);
    boolean ended = body.path("stop_type").asString("").equals("eos");
    if (ended && !logProbabilities.isEmpty() && logProbabilities.size() == written) {
      logProbabilities.removeLast(); // the end token is no part of the answer
    }
    return new Generated(
        content.stringValue(),
        logProbabilities,
        body.path("tokens_evaluated").asInt(0),
        ended ? Math.max(0, written - 1) : written);
  }
}
