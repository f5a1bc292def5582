package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.asking.AskReply;
import dev.nightshift.asking.AskRequest;
import dev.nightshift.asking.AskService;
import dev.nightshift.asking.UserText;
import dev.nightshift.augmentation.UsedCorrection;
import dev.nightshift.exchange.Answer;
import dev.nightshift.gateway.GatewayException.Code;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.Turn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** POST /ask: answers a question and remembers the exchange. */
@RestController
final class AskController {
  private final AskService service;

  AskController(GatewayParts parts) {
    this.service = parts.ask();
  }

  @Needs(AccessScope.ASK)
  @Operation(summary = "Answers a question and remembers the exchange")
  @PostMapping("/ask")
  Reply ask(@RequestBody Body body, Caller caller, Patience patience, Client client) {
    String question = body.question();
    if (question == null || UserText.blank(question)) {
      throw new GatewayException(Code.BAD_REQUEST, "question is missing or blank");
    }
    Integer maxTokens = body.maxTokens();
    if (maxTokens != null && maxTokens < 1) {
      throw new GatewayException(
          Code.BAD_REQUEST, "max_tokens must be at least 1, not " + maxTokens);
    }
    GenerationOptions defaults = service.defaults();
    GenerationOptions options =
        patience.limit(maxTokens == null ? defaults : defaults.writing(maxTokens));
    AskRequest asked =
        new AskRequest(
            List.of(Turn.user(question)),
            options,
            caller.author(body.author()),
            "",
            client.listener());
    return Reply.of(client.waitsFor(() -> service.ask(asked)));
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Body(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1) @Nullable String question,
      @Schema(minimum = "1", description = "Most tokens of the answer") @Nullable Integer maxTokens,
      @Schema(maxLength = 200, description = "Who asks; a key's name stands before it")
          @Nullable String author) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Reply(
      String id,
      String answer,
      double confidence,
      String model,
      String adapter,
      String routing,
      long latencyMs,
      boolean success,
      List<Correction> corrections) {

    static Reply of(AskReply reply) {
      Answer answer = reply.answer();
      return new Reply(
          reply.id(),
          answer.text(),
          answer.confidence(),
          answer.model(),
          answer.adapter(),
          answer.routing(),
          answer.latency().toMillis(),
          reply.success(),
          reply.corrections().stream().map(Correction::of).toList());
    }
  }

  /** A correction that stood in the prompt. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Correction(
      String exchangeId, String question, String answer, double relevance, double score) {

    static Correction of(UsedCorrection used) {
      return new Correction(
          used.exchangeId(), used.question(), used.answer(), used.relevance(), used.score());
    }
  }
}
