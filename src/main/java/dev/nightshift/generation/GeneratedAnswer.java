package dev.nightshift.generation;

import dev.nightshift.augmentation.UsedCorrection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer of a configured model.
 *
 * @param transactionId the exchange; feedback names it
 * @param text as the model wrote it
 * @param object the value of a structured answer, valid against its schema; null for text
 * @param corrections that stood in the prompt, the best first
 */
public record GeneratedAnswer(
    String transactionId,
    String text,
    @Nullable JsonNode object,
    List<UsedCorrection> corrections) {
  public GeneratedAnswer {
    corrections = List.copyOf(corrections);
  }
}
