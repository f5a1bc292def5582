package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.asking.UserText;
import dev.nightshift.augmentation.UsedCorrection;
import dev.nightshift.generation.GeneratedAnswer;
import dev.nightshift.generation.Generator;
import dev.nightshift.generation.Prompt;
import dev.nightshift.generation.ServedModels;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * POST /generate/ and /generate/{id}/: a configured model answers with text, or with an object of
 * its schema and nothing else.
 */
@RestController
final class GenerateController {
  /** Header with the exchanges whose corrections stood in the prompt, the best first. */
  static final String CORRECTIONS = "X-Corrections";

  private final Generator generator;
  private final ServedModels models;

  GenerateController(GatewayParts parts) {
    this.generator = parts.generation().generator();
    this.models = parts.models();
  }

  @Needs(AccessScope.ASK)
  @Operation(summary = "Generates with the model named in the body, otherwise with the text model")
  @PostMapping({"/generate", "/generate/"})
  ResponseEntity<Object> generate(
      @RequestBody PromptBody body, Caller caller, Patience patience, Client client) {
    String named = body.modelId();
    return generate(named == null ? models.defaultId() : named, body, caller, patience, client);
  }

  @Needs(AccessScope.ASK)
  @Operation(summary = "Generates with a configured model")
  @PostMapping({"/generate/{id}", "/generate/{id}/"})
  ResponseEntity<Object> generate(
      @PathVariable String id,
      @RequestBody PromptBody body,
      Caller caller,
      Patience patience,
      Client client) {
    Prompt prompt = body.prompt(caller, patience.within(generator.timeout()), client);
    GeneratedAnswer answer = client.waitsFor(() -> generator.generate(id, prompt));
    ResponseEntity.BodyBuilder response = ResponseEntity.ok();
    response.header(TransactionIds.HEADER, answer.transactionId());
    if (!answer.corrections().isEmpty()) {
      response.header(CORRECTIONS, ids(answer));
    }
    return response.body(answer.object() == null ? Reply.of(answer) : answer.object());
  }

  static String ids(GeneratedAnswer answer) {
    return answer.corrections().stream()
        .map(UsedCorrection::exchangeId)
        .collect(Collectors.joining(", "));
  }

  /** A text with what it goes by. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Reply(
      String generatedText, String transactionId, List<AskController.Correction> corrections) {
    static Reply of(GeneratedAnswer answer) {
      return new Reply(
          answer.text(),
          answer.transactionId(),
          answer.corrections().stream().map(AskController.Correction::of).toList());
    }
  }

  /** What is sent to a model. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record PromptBody(
      @Nullable String prompt,
      @Nullable Integer maxLength,
      @Nullable String modelId,
      @Nullable String author) {
    private static final int TOKENS = 256;

    Prompt prompt(Caller caller, Duration timeout, Client client) {
      return new Prompt(text(), tokens(), caller.author(author), timeout, client.listener());
    }

    private String text() {
      if (prompt == null || UserText.blank(prompt)) {
        throw new GatewayException(GatewayException.Code.BAD_REQUEST, "prompt is missing or blank");
      }
      return prompt;
    }

    /** Most tokens of the answer. */
    private int tokens() {
      if (maxLength != null && maxLength < 1) {
        throw new GatewayException(
            GatewayException.Code.BAD_REQUEST, "max_length must be at least 1, not " + maxLength);
      }
      return maxLength == null ? TOKENS : maxLength;
    }
  }
}
