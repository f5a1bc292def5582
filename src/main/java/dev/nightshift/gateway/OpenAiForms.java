package dev.nightshift.gateway;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What bodies in OpenAI's form may hold, for the documentation alone: they are read by {@link
 * OpenAiBody}, which passes over what it does not know.
 */
final class OpenAiForms {
  private OpenAiForms() {}

  /** What is posted to {@code /v1/chat/completions}. */
  record Chat(
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              example = OpenAiModels.ALIAS,
              description = "One of /v1/models; nightshift is always the base model")
          String model,
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              description = "Ends with a user's message that is not blank")
          List<Message> messages,
      @Schema(description = "Whether the answer comes in pieces, as server-sent events")
          @Nullable Boolean stream,
      @Nullable StreamOptions streamOptions,
      @Schema(description = "0 (the default here) is greedy", minimum = "0", maximum = "2")
          @Nullable Double temperature,
      @Schema(description = "Above 0", minimum = "0", maximum = "1") @Nullable Double topP,
      @Nullable Long seed,
      @Schema(description = "A text, or a list of up to 16, that ends the answer")
          @Nullable JsonNode stop,
      @Schema(minimum = "1") @Nullable Integer maxTokens,
      @Schema(minimum = "1", description = "The same; it comes before max_tokens")
          @Nullable Integer maxCompletionTokens,
      @Nullable Format responseFormat,
      @Schema(description = "Whether tokens come with their log-probabilities")
          @Nullable Boolean logprobs,
      @Schema(
              minimum = "0",
              maximum = "20",
              description = "How many of the likeliest tokens in each place; needs logprobs")
          @Nullable Integer topLogprobs,
      @Schema(description = "Who asks; a key's name stands before it", maxLength = 200)
          @Nullable String user) {}

  /** One turn. */
  record Message(
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              allowableValues = {"system", "developer", "user", "assistant"})
          String role,
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              description = "A text, or a list of parts: {\"type\": \"text\", \"text\": …}")
          JsonNode content) {}

  /** How a stream ends. */
  record StreamOptions(
      @Schema(description = "Whether a chunk with the usage comes last")
          @Nullable Boolean includeUsage) {}

  /** What the answer must be. */
  record Format(
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              allowableValues = {"text", "json_object", "json_schema"})
          String type,
      @Nullable NamedSchema jsonSchema) {}

  /** A schema that the answer keeps to. */
  record NamedSchema(
      @Nullable String name,
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              type = "object",
              additionalProperties = AdditionalPropertiesValue.TRUE,
              description = "JSON Schema (2020-12)")
          Object schema) {}

  /** What is posted to {@code /v1/embeddings}. */
  record Embeddings(
      @Schema(requiredMode = RequiredMode.REQUIRED, example = "all-minilm-l6-v2-q") String model,
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              description = "A text or a list of texts, none of them blank")
          JsonNode input,
      @Schema(allowableValues = {"float", "base64"}) @Nullable String encodingFormat) {}
}
