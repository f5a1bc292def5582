package dev.nightshift.asking;

import dev.nightshift.augmentation.UsedCorrection;
import dev.nightshift.exchange.Answer;
import java.util.List;

/**
 * A remembered answer.
 *
 * @param id of the exchange; feedback names it
 * @param answer what the model said
 * @param success whether its confidence lies above the threshold
 * @param corrections that stood in the prompt, the best first
 */
public record AskReply(
    String id, Answer answer, boolean success, List<UsedCorrection> corrections) {
  public AskReply {
    corrections = List.copyOf(corrections);
  }
}
