package dev.nightshift.augmentation;

import dev.nightshift.serving.Question;
import java.util.List;

/**
 * A question with what is known about it.
 *
 * @param question to be asked; it holds the corrections if there are any
 * @param corrections in it, the best first
 */
public record AugmentedQuestion(Question question, List<UsedCorrection> corrections) {
  public AugmentedQuestion {
    corrections = List.copyOf(corrections);
    if (corrections.isEmpty() != (question.informed() == null)) {
      throw new IllegalArgumentException("the corrections and the prompt do not belong together");
    }
  }

  /** A question about which nothing is known. */
  public static AugmentedQuestion plain(Question question) {
    return new AugmentedQuestion(question, List.of());
  }
}
