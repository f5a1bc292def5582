package dev.nightshift.generation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What somebody posted about an answer.
 *
 * @param transactionId of the answer
 * @param type {@code correction}, {@code rating} or {@code qualitative_comment}
 * @param content the rating, the remark, or the better answer of a text model
 * @param timestamp when it was said by the sender's clock; only written to the log
 * @param correctedProposal the better answer, a value of the schema for a structured model
 * @param author who says so
 */
public record FeedbackPost(
    String transactionId,
    Type type,
    @Nullable JsonNode content,
    @Nullable JsonNode timestamp,
    @Nullable JsonNode correctedProposal,
    String author) {
  /** What kind of word it is. */
  public enum Type {
    CORRECTION,
    RATING,
    QUALITATIVE_COMMENT
  }
}
