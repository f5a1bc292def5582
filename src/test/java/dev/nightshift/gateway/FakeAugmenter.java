package dev.nightshift.gateway;

import dev.nightshift.augmentation.AugmentedQuestion;
import dev.nightshift.augmentation.Augmenter;
import dev.nightshift.augmentation.UsedCorrection;
import dev.nightshift.serving.Informed;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import java.util.List;

/** Knows a correction of questions about cheese. */
final class FakeAugmenter implements Augmenter {
  @Override
  public AugmentedQuestion augment(Question question, String profile, LanguageModel model) {
    if (!question.text().contains("cheese")) {
      return new AugmentedQuestion(question, List.of());
    }
    return new AugmentedQuestion(
        question.informedBy(new Informed(question.turns(), List.of("Brie"))),
        List.of(new UsedCorrection("x0", "Which cheese?", "Brie", 0.9, 0.875)));
  }
}
