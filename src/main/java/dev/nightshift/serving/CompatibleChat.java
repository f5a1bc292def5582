package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.serving.ServerApi.Reply;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
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
  private static final String PATH = "chat/completions";
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
  public Generated answer(
      List<Turn> turns, GenerationOptions options, Deadline deadline, AnswerListener listener) {
    ObjectNode request = request(turns, options);
    if (listener.hears()) {
      request.put("stream", true).putObject("stream_options").put("include_usage", true);
    }
    Reading reading =
        new Reading(new WrittenAnswer(listener, model, options.topTokens()), listener.hears());
    Reply reply =
        queue.inTurn(
            deadline, listener::cancelled, () -> ask(request, deadline, listener, reading));
    if (!reply.ok()) {
      Code code = code(reply.status());
      boolean told = code == Code.REQUEST || code == Code.BUSY; // to clients, but not where it is
      String who = told ? model : named();
      throw new ServingException(code, who + " did not answer: " + reply.said());
    }
    return reading.complete();
  }

  private Reply ask(
      ObjectNode request, Deadline deadline, AnswerListener listener, Reading reading) {
    Reply reply = post(request, deadline, listener, reading);
    boolean wanted = request.has("top_logprobs");
    if (reply.status() != BAD_REQUEST || wanted || request.remove("logprobs") == null) {
      return reply;
    }
    Reply without = post(request, deadline, listener, reading);
    if (without.ok()) {
      withProbabilities = false;
    }
    return without;
  }

  private Reply post(
      ObjectNode request, Deadline deadline, AnswerListener listener, Reading reading) {
    if (listener.hears()) {
      return api.stream(PATH, request, deadline, listener::cancelled, reading::read);
    }
    Reply reply = api.post(PATH, request, deadline, listener::cancelled);
    if (reply.ok()) {
      reading.read(reply.body());
    }
    return reply;
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
    if (withProbabilities || options.topTokens() > 0) {
      request.put("logprobs", true);
    }
    if (options.topTokens() > 0) {
      request.put("top_logprobs", options.topTokens());
    }
    ArrayNode messages = request.putArray("messages");
    for (Turn turn : turns) {
      messages
          .addObject()
          .put("role", turn.role().name().toLowerCase(Locale.ROOT))
          .put("content", OllamaPrompt.none().safe(turn.content()));
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

  /** An answer as it comes, whole or in events. */
  private final class Reading {
    private final WrittenAnswer written;
    private final boolean streamed;
    private boolean said;
    private boolean spoke;
    private String finish = "";
    private int promptTokens;
    private int answerTokens;

    Reading(WrittenAnswer written, boolean streamed) {
      this.written = written;
      this.streamed = streamed;
    }

    void read(JsonNode body) {
      JsonNode choice = body.path("choices").path(0);
      JsonNode message = choice.path(choice.has("delta") ? "delta" : "message");
      JsonNode content = message.path("content");
      if (message.path("refusal").isString()) {
        // What was told already cannot be asked for again in other words.
        throw new ServingException(
            spoke ? Code.UNAVAILABLE : Code.REQUEST,
            (spoke ? named() : model) + " refused: " + message.path("refusal").stringValue());
      }
      if (!written.addTokens(choice.path("logprobs").path("content"))) {
        throw new ServingException(
            Code.UNAVAILABLE, named() + " answered with probabilities that are no numbers");
      }
      if (content.isString()) {
        spoke |= !content.stringValue().isEmpty();
        said = true;
        written.add(content.stringValue());
      }
      finish = choice.path("finish_reason").asString(finish);
      promptTokens = body.path("usage").path("prompt_tokens").asInt(promptTokens);
      answerTokens = body.path("usage").path("completion_tokens").asInt(answerTokens);
    }

    Generated complete() {
      if (!said) {
        throw new ServingException(Code.UNAVAILABLE, named() + " answered without a text");
      }
      if (streamed && finish.isEmpty()) {
        throw new ServingException(Code.UNAVAILABLE, named() + " broke off in its answer");
      }
      return written.complete(
          promptTokens,
          answerTokens > 0 ? answerTokens : written.tokens(),
          finish.equals("length") ? Answer.Finish.LENGTH : Answer.Finish.STOP);
    }
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
