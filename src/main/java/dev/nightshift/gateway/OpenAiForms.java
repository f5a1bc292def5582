package dev.nightshift.gateway;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What bodies in OpenAI's form may hold, for the documentation alone: they are read by {@link
 * OpenAiBody}, which passes over what it does not know.
 */
final class OpenAiForms {
  private OpenAiForms() {}

  /** What is posted to {@code /v1/chat/completions}. */
  record Chat(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "One of /v1/models; nightshift is always the base model")
          String model,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "Ends with a user's message; content is text or a list of text parts")
          List<Map<String, Object>> messages,
      @Schema(description = "Whether the answer comes in pieces, as server-sent events")
          @Nullable Boolean stream,
      @Schema(description = "include_usage: whether a stream ends with the usage")
          @Nullable Map<String, Object> streamOptions,
      @Schema(description = "0 (the default here) is greedy", minimum = "0", maximum = "2")
          @Nullable Double temperature,
      @Nullable Double topP,
      @Nullable Long seed,
      @Schema(description = "A text or a list of texts that end the answer") @Nullable Object stop,
      @Nullable Integer maxTokens,
      @Nullable Integer maxCompletionTokens,
      @Schema(description = "type text, json_object or json_schema; answers keep to it")
          @Nullable Map<String, Object> responseFormat,
      @Nullable Boolean logprobs,
      @Schema(description = "Who asks; a key's name stands before it") @Nullable String user) {}

  /** What is posted to {@code /v1/embeddings}. */
  record Embeddings(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String model,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "A text or a list of texts")
          Object input,
      @Schema(description = "float or base64") @Nullable String encodingFormat) {}
}
