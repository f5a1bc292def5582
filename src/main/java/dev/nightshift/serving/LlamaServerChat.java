package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.ServerApi.Reply;
import dev.nightshift.serving.ServingException.Code;
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
  public Generated answer(
      List<Turn> turns, GenerationOptions options, Deadline deadline, AnswerListener listener) {
    ObjectNode request = request(turns, options).put("stream", listener.hears());
    WrittenAnswer written = new WrittenAnswer(listener, "llama-server", options.topTokens());
    Reply reply =
        queue.inTurn(
            deadline, listener::cancelled, () -> ask(request, deadline, listener, written));
    if (!reply.ok()) {
      Code code = code(reply.status());
      boolean told = code == Code.REQUEST || code == Code.BUSY; // to clients, but not where it is
      String who = told ? "the llama-server" : server.named();
      throw new ServingException(code, who + " did not answer: " + reply.said());
    }
    return complete(reply.body(), written);
  }

  /**
   * The number of a file is looked up each time: a server that was started again may have given it
   * to another one, and answers with the base when it knows no such number.
   */
  private Reply ask(
      ObjectNode request, Deadline deadline, AnswerListener listener, WrittenAnswer written) {
    scales(request, lora.map(LoadedLora::requireId));
    request.put("cache_prompt", server.cachesPrompts());
    if (listener.hears()) {
      return server.complete(request, deadline, listener::cancelled, chunk -> read(chunk, written));
    }
    Reply reply = server.complete(request, deadline, listener::cancelled);
    if (reply.ok()) {
      read(reply.body(), written);
    }
    return reply;
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
            .put("n_probs", Math.max(1, options.topTokens()))
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

  /** A part of the answer, or the whole. */
  private void read(JsonNode chunk, WrittenAnswer written) {
    JsonNode content = chunk.path("content");
    if (!content.isString()) {
      throw new ServingException(Code.UNAVAILABLE, server.named() + " answered without a content");
    }
    if (!written.addTokens(chunk.path("completion_probabilities"))) {
      throw new ServingException(
          code(500), server.named() + " answered with probabilities that are no numbers");
    }
    written.add(content.stringValue());
  }

  /** The answer after its last part, which says how it ended. */
  private Generated complete(JsonNode last, WrittenAnswer answer) {
    if (!last.isObject() || !last.path("stop").asBoolean(true)) {
      throw new ServingException(Code.UNAVAILABLE, server.named() + " broke off in its answer");
    }
    String end = last.path("stop_type").asString("");
    int written = last.path("tokens_predicted").asInt(0);
    boolean ended = end.equals("eos");
    if (ended && answer.tokens() > 0 && answer.tokens() == written) {
      answer.dropLastToken(); // the end token is no part of the answer
    }
    return answer.complete(
        last.path("tokens_evaluated").asInt(0),
        ended ? Math.max(0, written - 1) : written,
        end.equals("limit") ? Answer.Finish.LENGTH : Answer.Finish.STOP);
  }
}
