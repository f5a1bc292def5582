package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.asking.FeedbackService;
import dev.nightshift.asking.UserText;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.gateway.GatewayException.Code;
import dev.nightshift.generation.FeedbackPost;
import dev.nightshift.generation.ModelFeedback;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.StringNode;

/** POST /feedback: remembers what a person says of an answer. */
@RestController
final class FeedbackController {
  private final FeedbackService service;
  private final ModelFeedback structured;

  FeedbackController(GatewayParts parts) {
    this.service = parts.feedback();
    this.structured = parts.generation().feedback();
  }

  @Needs(AccessScope.FEEDBACK)
  @Operation(summary = "Remembers what a person says of an answer")
  @PostMapping("/feedback")
  Reply give(@RequestBody Body body, Caller caller) {
    String id = body.id();
    if (id == null || id.isBlank()) {
      throw new GatewayException(Code.BAD_REQUEST, "id is missing: send the id that /ask replied");
    }
    String correction = body.correction();
    boolean corrects = correction != null && !UserText.blank(correction);
    Feedback.Kind kind =
        body.type() == null && corrects ? Feedback.Kind.CORRECTION : kind(body.type());
    if (corrects != (kind == Feedback.Kind.CORRECTION)) {
      throw new GatewayException(
          Code.BAD_REQUEST,
          "correction holds the better answer and goes with the type \"correction\" only");
    }
    String author = caller.author(body.author());
    String exchangeId = TransactionIds.exchangeId(id);
    String better = corrects ? correction : null;
    Feedback given =
        structured
            .modelOf(exchangeId)
            .map(model -> structured.take(model, post(exchangeId, kind, better, author)))
            .orElseGet(() -> service.give(exchangeId, kind, better, author));
    return new Reply(given.id(), exchangeId, name(kind));
  }

  /** The same as it would come to the model's own address, where its schema is known. */
  private static FeedbackPost post(
      String exchangeId, Feedback.Kind kind, @Nullable String better, String author) {
    boolean corrects = better != null;
    return new FeedbackPost(
        exchangeId,
        corrects ? FeedbackPost.Type.CORRECTION : FeedbackPost.Type.RATING,
        corrects ? null : StringNode.valueOf("thumbs_" + name(kind)),
        null,
        corrects ? StringNode.valueOf(better) : null,
        author);
  }

  private static Feedback.Kind kind(@Nullable String type) {
    for (Feedback.Kind kind : Feedback.Kind.values()) {
      if (kind != Feedback.Kind.COMMENT && name(kind).equals(type)) {
        return kind;
      }
    }
    throw new GatewayException(
        Code.BAD_REQUEST, "type must be \"up\", \"down\" or \"correction\", not " + type);
  }

  private static String name(Feedback.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  record Body(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 1,
              description = "The id that the answer came with")
          @Nullable String id,
      @Schema(allowableValues = {"up", "down", "correction"}) @Nullable String type,
      @Schema(description = "The better answer, with the type correction only")
          @Nullable String correction,
      @Schema(maxLength = 200, description = "Who says so; a key's name stands before it")
          @Nullable String author) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Reply(String id, String exchangeId, String type) {}
}
