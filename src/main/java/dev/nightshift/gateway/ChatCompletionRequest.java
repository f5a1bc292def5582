package dev.nightshift.gateway;

import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.Turn;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is asked of {@code /v1/chat/completions}.
 *
 * @param model as the client names it
 * @param turns the conversation
 * @param options how to generate
 * @param format what the answer must be
 * @param author who asks, as the client says; empty if it does not
 * @param stream whether the answer shall come in pieces
 * @param withUsage whether a stream shall end with the usage
 * @param logprobs whether the tokens shall come with their log-probabilities
 */
record ChatCompletionRequest(
    String model,
    List<Turn> turns,
    GenerationOptions options,
    AnswerFormat format,
    String author,
    boolean stream,
    boolean withUsage,
    boolean logprobs) {
  private static final int MOST_STOPS = 16;
  private static final int LONGEST_STOP = 256;
  private static final double HOTTEST = 2;

  ChatCompletionRequest {
    turns = List.copyOf(turns);
  }

  /**
   * Reads a body.
   *
   * @param chat what answers, which says what the body does not
   * @param schemas reads those of clients
   */
  static ChatCompletionRequest of(
      String model, OpenAiBody body, ChatModel chat, ClientSchemas schemas) {
    List<Turn> turns = chat.turns(ChatMessages.turns(body.get("messages")));
    UnsupportedParameters.refuse(body);
    AnswerFormat format = AnswerFormat.of(body.get("response_format"), chat.format(), schemas);
    boolean stream = body.flag("stream");
    return new ChatCompletionRequest(
        model,
        turns,
        options(body, format, chat.service().defaults()),
        format,
        body.text("user").orElse(""),
        stream,
        stream && body.get("stream_options").path("include_usage").asBoolean(false),
        body.flag("logprobs"));
  }

  /** Greedy unless a temperature is given; drawn answers differ unless a seed is given. */
  private static GenerationOptions options(
      OpenAiBody body, AnswerFormat format, GenerationOptions defaults) {
    List<String> stop = body.texts("stop");
    if (stop.size() > MOST_STOPS
        || stop.stream().anyMatch(text -> text.isEmpty() || text.length() > LONGEST_STOP)) {
      throw OpenAiException.invalid(
          "stop",
          "stop may hold up to %d texts of 1 to %d characters".formatted(MOST_STOPS, LONGEST_STOP));
    }
    if (format.constraint() != null && !stop.isEmpty()) {
      throw OpenAiException.unsupported(
          "stop", "a stop text would cut an answer that response_format keeps whole");
    }
    double topP = body.number("top_p", 0, 1).orElse(defaults.topP());
    if (topP == 0) {
      throw OpenAiException.invalid("top_p", "top_p must be above 0");
    }
    int written = body.integer("max_tokens", 1, Integer.MAX_VALUE).orElse(defaults.maxTokens());
    return new GenerationOptions(
        body.integer("max_completion_tokens", 1, Integer.MAX_VALUE).orElse(written),
        body.number("temperature", 0, HOTTEST).orElse(defaults.temperature()),
        topP,
        body.longInteger("seed").orElseGet(() -> ThreadLocalRandom.current().nextLong()),
        stop,
        defaults.timeout(),
        format.constraint(),
        topTokens(body));
  }

  private static int topTokens(OpenAiBody body) {
    int most = body.integer("top_logprobs", 0, GenerationOptions.MOST_TOP_TOKENS).orElse(0);
    if (most > 0 && !body.flag("logprobs")) {
      throw OpenAiException.invalid("top_logprobs", "top_logprobs needs logprobs to be true");
    }
    return most;
  }
}
