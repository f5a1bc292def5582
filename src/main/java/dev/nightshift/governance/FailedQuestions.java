package dev.nightshift.governance;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The memory's failures, without what is in quarantine or has been corrected. */
public interface FailedQuestions {
  /** Those of a span, oldest first. */
  List<FailedQuestion> in(Span span);

  /** The words of those that are still remembered, by exchange id. */
  Map<String, String> words(Set<String> exchanges);

  /** Of a pipeline without a memory that can be read now. */
  static FailedQuestions none() {
    return new FailedQuestions() {
      @Override
      public List<FailedQuestion> in(Span span) {
        return List.of();
      }

      @Override
      public Map<String, String> words(Set<String> exchanges) {
        return Map.of();
      }
    };
  }
}
