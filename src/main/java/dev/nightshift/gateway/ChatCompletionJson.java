package dev.nightshift.gateway;

import dev.nightshift.asking.AskReply;
import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.TokenText;
import dev.nightshift.exchange.WrittenToken;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The replies of one chat completion, whole or in chunks. What OpenAI's form has no place for
 * stands in the member {@code nightshift}: who answered and why, how sure, and which corrections
 * were told.
 *
 * @param exchangeId of the exchange that it is remembered as
 * @param model as the client named it
 * @param created when it was asked, in seconds of Unix time
 */
record ChatCompletionJson(JsonMapper json, String exchangeId, String model, long created) {
  /** The whole answer. */
  ObjectNode whole(AskReply reply, boolean logprobs) {
    Answer answer = reply.answer();
    ObjectNode whole = object("chat.completion");
    ObjectNode choice = whole.putArray("choices").addObject().put("index", 0);
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", answer.text())
        .putNull("refusal");
    choice.set("logprobs", logprobs(logprobs ? answer.tokens() : List.of()));
    choice.put("finish_reason", finish(answer));
    whole.set("usage", usage(answer));
    whole.put("system_fingerprint", answer.adapter());
    whole.set("nightshift", nightshift(reply));
    return whole;
  }

  /** The first chunk, which says who speaks. */
  ObjectNode opening(boolean withUsage) {
    ObjectNode delta = json.createObjectNode().put("role", "assistant").put("content", "");
    return chunk(delta, withUsage);
  }

  /**
   * A chunk with a piece of the answer.
   *
   * @param tokens whose log-probabilities are told
   */
  ObjectNode piece(String text, List<WrittenToken> tokens, boolean withUsage) {
    ObjectNode chunk = chunk(json.createObjectNode().put("content", text), withUsage);
    ((ObjectNode) chunk.path("choices").path(0)).set("logprobs", logprobs(tokens));
    return chunk;
  }

  /** The last chunk, when the exchange has been remembered. */
  ObjectNode ending(AskReply reply, boolean withUsage) {
    ObjectNode chunk = chunk(json.createObjectNode(), withUsage);
    ObjectNode choice = (ObjectNode) chunk.path("choices").path(0);
    choice.put("finish_reason", finish(reply.answer()));
    chunk.put("system_fingerprint", reply.answer().adapter());
    chunk.set("nightshift", nightshift(reply));
    return chunk;
  }

  /** The chunk behind the last one, which counts. */
  ObjectNode counting(AskReply reply) {
    ObjectNode chunk = object("chat.completion.chunk");
    chunk.putArray("choices");
    chunk.set("usage", usage(reply.answer()));
    return chunk;
  }

  private ObjectNode chunk(ObjectNode delta, boolean withUsage) {
    ObjectNode chunk = object("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").putNull("finish_reason");
    if (withUsage) {
      chunk.putNull("usage");
    }
    return chunk;
  }

  private ObjectNode object(String kind) {
    return json.createObjectNode()
        .put("id", TransactionIds.CHAT + exchangeId)
        .put("object", kind)
        .put("created", created)
        .put("model", model);
  }

  private static String finish(Answer answer) {
    return answer.finish().name().toLowerCase(Locale.ROOT);
  }

  private ObjectNode usage(Answer answer) {
    return json.createObjectNode()
        .put("prompt_tokens", answer.promptTokens())
        .put("completion_tokens", answer.answerTokens())
        .put("total_tokens", answer.promptTokens() + answer.answerTokens());
  }

  /** Null where the backend told none. */
  private JsonNode logprobs(List<WrittenToken> tokens) {
    if (tokens.isEmpty()) {
      return json.nullNode();
    }
    ObjectNode logprobs = json.createObjectNode();
    ArrayNode content = logprobs.putArray("content");
    for (WrittenToken token : tokens) {
      ArrayNode likeliest =
          token(content, token.text(), token.logProbability()).putArray("top_logprobs");
      token.likeliest().forEach(likely -> token(likeliest, likely.text(), likely.logProbability()));
    }
    logprobs.putNull("refusal");
    return logprobs;
  }

  private static ObjectNode token(ArrayNode tokens, TokenText text, double logProbability) {
    ObjectNode token = tokens.addObject().put("token", text.text()).put("logprob", logProbability);
    ArrayNode bytes = token.putArray("bytes");
    text.bytes().forEach(bytes::add);
    return token;
  }

  private ObjectNode nightshift(AskReply reply) {
    Answer answer = reply.answer();
    ObjectNode more =
        json.createObjectNode()
            .put("exchange_id", reply.id())
            .put("adapter", answer.adapter())
            .put("routing", answer.routing())
            .put("confidence", answer.confidence())
            .put("success", reply.success())
            .put("latency_ms", answer.latency().toMillis());
    more.set(
        "corrections",
        json.valueToTree(reply.corrections().stream().map(AskController.Correction::of).toList()));
    return more;
  }
}
