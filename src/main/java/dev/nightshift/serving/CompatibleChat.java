package dev.nightshift.serving;

import dev.nightshift.grammar.Constraint;
import dev.nightshift.serving.ServerApi.Reply;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers with a model behind an OpenAI-compatible API ({@code POST <base>/chat/completions}), as
 * OpenAI, vLLM, llama.cpp, LM Studio and others serve it. Probabilities are asked for, and done
 * without where they are refused.
 */
final class CompatibleChat implements AnswerSource {
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final ServerApi api;
  private final RequestQueue queue;
  private final String model;
  private volatile boolean withProbabilities = true;

  CompatibleChat(ServerApi api, RequestQueue queue, String model) {
    this.api = api;
    this.queue = queue;
    this.model = model;
  }

  @Override
  public Generated answer(List<Turn> turns, GenerationOptions options, Deadline deadline) {
    ObjectNode request = request(turns, options);
    Reply reply = queue.inTurn(deadline, () -> ask(request, deadline));
    if (!reply.ok()) {
      throw new ServingException(
          code(reply.status()), named() + " did not answer: " + reply.said());
    }
    return read(reply.body());
  }

  private Reply ask(ObjectNode request, Deadline deadline) {
    Reply reply = post(request, deadline);
    if (reply.status() != BAD_REQUEST || request.remove("logprobs") == null) {
      return reply;
    }
    Reply without = post(request, deadline);
    if (without.ok()) {
      withProbabilities = false;
    }
    return without;
  }

  private Reply post(ObjectNode request, Deadline deadline) {
    return api.post("chat/completions", request, deadline.remainingOrThrow());
  }

  private static Code code(int status) {
    return switch (status) {
      case 400, 413, 422 -> Code.REQUEST;
      case 408, 504 -> Code.TIMEOUT;
      case 429, 503 -> Code.BUSY;
      default -> Code.UNAVAILABLE;
    };
  }

  /** What is posted. */
  ObjectNode request(List<Turn> turns, GenerationOptions options) {
    ObjectNode request =
        ServerApi.object()
            .put("model", model)
            .put("stream", false)
            .put("max_tokens", options.maxTokens())
            .put("temperature", options.temperature())
            .put("top_p", options.topP())
            .put("seed", options.seed());
    if (withProbabilities) {
      request.put("logprobs", true);
    }
    ArrayNode messages = request.putArray("messages");
    for (Turn turn : turns) {
      messages
          .addObject()
          .put("role", turn.role().name().toLowerCase(Locale.ROOT))
          .put("content", turn.content());
    }
    if (!options.stop().isEmpty()) {
      ArrayNode stop = request.putArray("stop");
      options.stop().forEach(stop::add);
    }
    Constraint constraint = options.constraint();
    if (constraint != null) {
      JsonNode schema = ServedSchema.of(constraint, "an OpenAI-compatible API");
      request
          .putObject("response_format")
          .put("type", "json_schema")
          .putObject("json_schema")
          .put("name", "answer")
          .put("strict", isStrict(schema))
          .set("schema", schema);
    }
    return request;
  }

  /** Whether each object names all that it may hold: OpenAI's condition for keeping to a schema. */
  private static boolean isStrict(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    boolean closed =
        properties.isMissingNode()
            || (!schema.path("additionalProperties").asBoolean(true)
                && schema.path("required").size() == properties.size());
    return closed
        && schema.valueStream().filter(JsonNode::isContainer).allMatch(CompatibleChat::isStrict);
  }

  private Generated read(JsonNode body) {
    JsonNode choice = body.path("choices").path(0);
    JsonNode content = choice.path("message").path("content");
    if (!content.isString()) {
      String refusal = choice.path("message").path("refusal").asString("");
      throw new ServingException(
          refusal.isEmpty() ? Code.UNAVAILABLE : Code.REQUEST,
          named() + (refusal.isEmpty() ? " answered without a text" : " refused: " + refusal));
    }
    List<Double> logProbabilities = new ArrayList<>();
    for (JsonNode token : choice.path("logprobs").path("content")) {
      logProbabilities.add(Math.min(0, token.path("logprob").asDouble(0)));
    }
    JsonNode usage = body.path("usage");
    return new Generated(
        content.stringValue(),
        logProbabilities,
        usage.path("prompt_tokens").asInt(0),
        usage.path("completion_tokens").asInt(logProbabilities.size()));
  }

  /** What is wrong with the API; one that does not list its models is taken to be well. */
  Optional<String> trouble() {
    try {
      Reply reply = api.get("models", SHORT);
      int status = reply.status();
      return reply.ok() || status == NOT_FOUND || status == METHOD_NOT_ALLOWED
          ? Optional.empty()
          : Optional.of(named() + " is not to be had: " + reply.said());
    } catch (ServingException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private String named() {
    return model + " at " + api.address();
  }
}
