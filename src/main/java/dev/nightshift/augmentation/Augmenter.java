package dev.nightshift.augmentation;

import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;

/** Adds to a question what people have corrected. Thread-safe. */
@FunctionalInterface
public interface Augmenter {
  /**
   * The question with the corrections that help to answer it, in the form that suits the model.
   *
   * @param profile id of the configured model whose schema the answer follows; empty for free text.
   *     Only what was corrected in the same profile helps
   * @throws dev.nightshift.memory.MemoryException when the memory cannot be searched
   */
  AugmentedQuestion augment(Question question, String profile, LanguageModel model);

  /** The same for an answer in free text. */
  default AugmentedQuestion augment(Question question, LanguageModel model) {
    return augment(question, "", model);
  }

  /** Adds nothing. */
  static Augmenter none() {
    return (question, profile, model) -> AugmentedQuestion.plain(question);
  }
}
