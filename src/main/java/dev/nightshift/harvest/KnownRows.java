package dev.nightshift.harvest;

import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.council.ContentWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows that are there already, found by question and form. */
final class KnownRows {
  private final Map<String, TrainingRow> byKey = new HashMap<>();
  private final Map<List<String>, List<TrainingRow>> bySignature = new HashMap<>();
  private final TwinQuestions twins;

  KnownRows(List<TrainingRow> rows, TwinQuestions twins) {
    this.twins = twins;
    for (TrainingRow row : rows) {
      byKey.put(row.questionKey(), row);
      bySignature
          .computeIfAbsent(ContentWords.signature(row.instruction()), key -> new ArrayList<>())
          .add(row);
    }
  }

  /** The row of this question, or of a near-duplicate, answered in that form. */
  Optional<TrainingRow> find(String question, String profile) {
    TrainingRow same = byKey.get(QuestionKey.of(question, profile));
    return same != null
        ? Optional.of(same)
        : bySignature.getOrDefault(ContentWords.signature(question), List.of()).stream()
            .filter(row -> row.profile().equals(profile))
            .filter(row -> twins.areTwins(row.instruction(), question))
            .findFirst();
  }
}
