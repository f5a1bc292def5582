package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.gateway.GatewayException.Code;
import dev.nightshift.generation.FeedbackPost;
import dev.nightshift.generation.ModelFeedback;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** POST /feedback/{id}/: what a person says of an answer of a configured model. */
@RestController
final class ModelFeedbackController {
  private static final String FEEDBACK_ID = "X-Feedback-Id";

  private final ModelFeedback feedback;

  ModelFeedbackController(GatewayParts parts) {
    this.feedback = parts.generation().feedback();
  }

  @Needs(AccessScope.FEEDBACK)
  @Operation(
      summary = "Remembers a correction, a rating or a comment; repeating it changes nothing")
  @PostMapping({"/feedback/{id}", "/feedback/{id}/"})
  ResponseEntity<Reply> take(@PathVariable String id, @RequestBody Body body, Caller caller) {
    String transaction = body.transactionId();
    if (transaction == null || transaction.isBlank()) {
      throw new GatewayException(
          Code.BAD_REQUEST, "transaction_id is missing: send the one that came with the answer");
    }
    FeedbackPost post =
        new FeedbackPost(
            TransactionIds.exchangeId(transaction),
            type(body.feedbackType()),
            body.feedbackContent(),
            body.timestamp(),
            body.correctedProposal(),
            caller.author(body.author()));
    Feedback taken = feedback.take(id, post);
    return ResponseEntity.ok()
        .header(FEEDBACK_ID, taken.id())
        .header(TransactionIds.HEADER, taken.exchangeId())
        .body(new Reply("Feedback received successfully", transaction));
  }

  private static FeedbackPost.Type type(@Nullable String word) {
    for (FeedbackPost.Type type : FeedbackPost.Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return type;
      }
    }
    throw new GatewayException(
        Code.BAD_REQUEST,
        "feedback_type must be correction, rating or qualitative_comment, not " + word);
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Body(
      @Nullable String transactionId,
      @Nullable String feedbackType,
      @Nullable JsonNode feedbackContent,
      @Nullable JsonNode timestamp,
      @Nullable JsonNode correctedProposal,
      @Nullable String author) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Reply(String message, String transactionId) {}
}
