package dev.nightshift.augmentation;

import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;

/** Adds to a question what people have corrected. Thread-safe. */
@FunctionalInterface
public interface Augmenter {
  /**
   * The question with the corrections that help to answer it, in the form that suits the model.
   *
   * @throws dev.nightshift.memory.MemoryException when the memory cannot be searched
   */
  AugmentedQuestion augment(Question question, LanguageModel model);

  /** Adds nothing. */
  static Augmenter none() {
    return (question, model) -> AugmentedQuestion.plain(question);
  }
}
