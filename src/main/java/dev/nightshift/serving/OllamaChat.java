package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.ServerApi.Reply;
import dev.nightshift.serving.ServingException.Code;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers with one model of an Ollama server. Every sampling option is sent, because the server's
 * defaults (a repetition penalty among them) differ from what training and the embedded engine do.
 */
final class OllamaChat implements AnswerSource {
  private final ServerApi api;
  private final RequestQueue queue;
  private final String model;
  private final boolean adapted;
  private final OllamaPrompt prompt;
  private final OllamaResources resources;
  private final Runnable remake;

  /**
   * A model.
   *
   * @param adapted whether an adapter is part of it: then a crash is the adapter's fault
   * @param resources of each request
   * @param remake makes the model anew when somebody deleted it on the server
   */
  OllamaChat(
      ServerApi api,
      RequestQueue queue,
      String model,
      boolean adapted,
      OllamaPrompt prompt,
      OllamaResources resources,
      Runnable remake) {
    this.api = api;
    this.queue = queue;
    this.model = model;
    this.adapted = adapted;
    this.prompt = prompt;
    this.resources = resources;
    this.remake = remake;
  }

  /** The model's name on the server. */
  String model() {
    return model;
  }

  @Override
  public Generated answer(
      List<Turn> turns, GenerationOptions options, Deadline deadline, AnswerListener listener) {
    ObjectNode request = request(turns, options).put("stream", listener.hears());
    WrittenAnswer written = new WrittenAnswer(listener, model, options.topTokens());
    Reply reply =
        queue.inTurn(
            deadline, listener::cancelled, () -> ask(request, deadline, listener, written));
    if (!reply.ok()) {
      throw new ServingException(code(reply.status()), model + " did not answer: " + reply.said());
    }
    return complete(reply.body(), written);
  }

  private Reply ask(
      ObjectNode request, Deadline deadline, AnswerListener listener, WrittenAnswer written) {
    Reply reply = post(request, deadline, listener, written);
    if (reply.status() != 404) {
      return reply;
    }
    remake.run();
    return post(request, deadline, listener, written);
  }

  private Reply post(
      ObjectNode request, Deadline deadline, AnswerListener listener, WrittenAnswer written) {
    if (listener.hears()) {
      return api.stream(
          "api/chat", request, deadline, listener::cancelled, chunk -> read(chunk, written));
    }
    Reply reply = api.post("api/chat", request, deadline, listener::cancelled);
    if (reply.ok()) {
      read(reply.body(), written);
    }
    return reply;
  }

  private Code code(int status) {
    return switch (status) {
      case 400, 413 -> Code.REQUEST;
      case 429, 503 -> Code.BUSY;
      default -> adapted ? Code.ADAPTER : Code.UNAVAILABLE;
    };
  }

  /** What is posted. */
  ObjectNode request(List<Turn> turns, GenerationOptions options) {
    ObjectNode request =
        ServerApi.object()
            .put("model", model)
            .put("stream", false)
            .put("logprobs", true)
            .put("truncate", false);
    if (options.topTokens() > 0) {
      request.put("top_logprobs", options.topTokens());
    }
    ArrayNode messages = request.putArray("messages");
    for (Turn turn : turns) {
      messages
          .addObject()
          .put("role", turn.role().name().toLowerCase(Locale.ROOT))
          .put("content", prompt.safe(turn.content()));
    }
    ObjectNode sampling =
        request
            .putObject("options")
            .put("num_predict", options.maxTokens())
            .put("temperature", options.temperature())
            .put("top_p", options.topP())
            .put("top_k", 0)
            .put("min_p", 0)
            .put("repeat_penalty", 1.0)
            .put("seed", options.seed());
    resources.into(sampling);
    ArrayNode stop = sampling.putArray("stop");
    options.stop().forEach(stop::add);
    if (options.constraint() != null) {
      request.set("format", ServedSchema.of(options.constraint(), "Ollama"));
    }
    return request;
  }

  /** A part of the answer, or the whole. */
  private void read(JsonNode chunk, WrittenAnswer written) {
    JsonNode content = chunk.path("message").path("content");
    if (!content.isString()) {
      throw new ServingException(Code.UNAVAILABLE, model + " answered without a message");
    }
    if (!written.addTokens(chunk.path("logprobs"))) {
      throw new ServingException(
          code(500), model + " answered with probabilities that are no numbers");
    }
    written.add(content.stringValue());
  }

  /** The answer after its last part, which counts. */
  private Generated complete(JsonNode last, WrittenAnswer written) {
    if (!last.isObject() || !last.path("done").asBoolean(true)) {
      throw new ServingException(Code.UNAVAILABLE, model + " broke off in its answer");
    }
    return written.complete(
        last.path("prompt_eval_count").asInt(0),
        last.path("eval_count").asInt(0),
        last.path("done_reason").asString("").equals("length")
            ? Answer.Finish.LENGTH
            : Answer.Finish.STOP);
  }
}
