package dev.nightshift.generation;

import dev.nightshift.asking.FeedbackService;
import dev.nightshift.asking.UserText;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.generation.GenerationException.Code;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Remembered;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes what people say of the answers of configured models: into {@code <id>_feedback_data.jsonl}
 * and into the memory, where it counts from then on. Saying the same again changes nothing.
 * Thread-safe.
 */
public final class ModelFeedback {
  private final ServedModels models;
  private final Flows flows;
  private final ExchangeMemory memory;
  private final FeedbackService service;
  private final FeedbackLogs logs;

  /** Takes what is said of answers of these models and flows. */
  public ModelFeedback(
      ServedModels models,
      Flows flows,
      ExchangeMemory memory,
      FeedbackService service,
      FeedbackLogs logs) {
    this.models = models;
    this.flows = flows;
    this.memory = memory;
    this.service = service;
    this.logs = logs;
  }

  /** What is to be remembered of a post. */
  private record Said(Feedback.Kind kind, @Nullable String text) {}

  /**
   * Remembers a post; it is on disk when this returns, and the next answer knows it.
   *
   * @param id the model
   * @return what was remembered, of an earlier post if this one says the same again
   * @throws GenerationException UNKNOWN_MODEL; UNKNOWN_TRANSACTION; REQUEST when it makes no sense;
   *     INVALID_CORRECTION when the better answer breaks the model's schema; IO
   * @throws dev.nightshift.memory.MemoryException when it cannot be remembered
   */
  public Feedback take(String id, FeedbackPost post) {
    ServedModel model = models.get(id);
    Exchange exchange = exchange(model, post.transactionId());
    Said said =
        switch (post.type()) {
          case CORRECTION -> correction(exchange, post);
          case RATING -> rating(post);
          case QUALITATIVE_COMMENT -> new Said(Feedback.Kind.COMMENT, comment(post));
        };
    return service.giveOnce(
        exchange.id(),
        said.kind(),
        said.text(),
        post.author(),
        feedback -> logs.feedback(id, line(post, feedback)));
  }

  /** The model whose schema an answer follows; empty for a text, and when it is not configured. */
  public Optional<String> modelOf(String transactionId) {
    return memory
        .find(transactionId)
        .map(found -> found.exchange().context().profile())
        .map(profile -> profile.replaceFirst("/.*", ""))
        .filter(id -> models.find(id).flatMap(ServedModel::schema).isPresent());
  }

  private Exchange exchange(ServedModel model, String transactionId) {
    Exchange exchange =
        memory
            .find(transactionId)
            .map(Remembered::exchange)
            .orElseThrow(
                () ->
                    new GenerationException(
                        Code.UNKNOWN_TRANSACTION, "there is no transaction " + transactionId));
    String profile = exchange.context().profile();
    boolean its =
        model.schema().isEmpty()
            ? profile.isEmpty()
            : profile.equals(model.id()) || profile.startsWith(model.id() + "/");
    if (!its) {
      throw new GenerationException(
          Code.UNKNOWN_TRANSACTION,
          "transaction %s is no answer of %s, but %s"
              .formatted(
                  transactionId, model.id(), profile.isEmpty() ? "a text" : "one of " + profile));
    }
    return exchange;
  }

  private Said correction(Exchange exchange, FeedbackPost post) {
    JsonNode better =
        present(post.correctedProposal()).or(() -> present(post.content())).orElse(null);
    if (better == null) {
      throw new GenerationException(
          Code.REQUEST, "corrected_proposal must hold the better answer of a correction");
    }
    String profile = exchange.context().profile();
    if (profile.isEmpty()) {
      if (!better.isString() || UserText.blank(better.stringValue())) {
        throw new GenerationException(
            Code.REQUEST, "the better answer of a text model must be a text that is not blank");
      }
      return new Said(Feedback.Kind.CORRECTION, better.stringValue());
    }
    AnswerSchema schema =
        models
            .find(profile)
            .flatMap(ServedModel::schema)
            .or(() -> flows.schemaOf(profile))
            .orElseThrow(
                () ->
                    new GenerationException(
                        Code.UNKNOWN_TRANSACTION,
                        "there is no schema of " + profile + " any more"));
    JsonNode value = parsed(better);
    List<Violation> violations = schema.violations(value);
    if (!violations.isEmpty()) {
      throw new GenerationException(
          Code.INVALID_CORRECTION,
          "the corrected proposal breaks the schema of " + profile,
          "",
          violations);
    }
    return new Said(Feedback.Kind.CORRECTION, schema.written(value));
  }

  /** A value, also one that was sent as its text. */
  private static JsonNode parsed(JsonNode given) {
    if (given.isString()) {
      try {
        return AnswerSchema.tree(given.stringValue());
      } catch (StreamReadException e) {
        RepeatedName.in(e).ifPresent(ModelFeedback::refuse);
        return given;
      }
    }
    return given;
  }

  private static void refuse(String name) {
    throw new GenerationException(
        Code.REQUEST, "the corrected proposal has the field " + name + " twice; send it once");
  }

  private static Said rating(FeedbackPost post) {
    JsonNode content =
        present(post.content())
            .orElseThrow(
                () ->
                    new GenerationException(Code.REQUEST, "feedback_content must hold the rating"));
    Feedback.Kind kind =
        Rating.of(content)
            .orElseThrow(
                () ->
                    new GenerationException(
                        Code.REQUEST,
                        "a rating is thumbs_up, thumbs_down, 1 to 5 stars or n/m, not " + content));
    return new Said(kind, kind == Feedback.Kind.COMMENT ? "rating: " + content.asString() : null);
  }

  private static String comment(FeedbackPost post) {
    return present(post.content())
        .map(content -> content.isString() ? content.stringValue() : content.toString())
        .filter(text -> !UserText.blank(text))
        .orElseThrow(
            () -> new GenerationException(Code.REQUEST, "feedback_content must hold the comment"));
  }

  private static Optional<JsonNode> present(@Nullable JsonNode node) {
    return Optional.ofNullable(node).filter(value -> !value.isNull() && !value.isMissingNode());
  }

  private static ObjectNode line(FeedbackPost post, Feedback feedback) {
    ObjectNode line =
        JsonMapper.shared()
            .createObjectNode()
            .put("transaction_id", post.transactionId())
            .put("feedback_type", post.type().name().toLowerCase(Locale.ROOT))
            .set("feedback_content", post.content());
    if (post.correctedProposal() != null) {
      line.set("corrected_proposal", post.correctedProposal());
    }
    present(post.timestamp())
        .ifPresentOrElse(
            said -> line.set("timestamp", said),
            () -> line.put("timestamp", feedback.at().toString()));
    return line.put("feedback_id", feedback.id())
        .put("author", feedback.author())
        .put("received_at", feedback.at().toString());
  }
}
