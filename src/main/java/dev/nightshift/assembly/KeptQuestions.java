package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.evaluation.AnswerMatch;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.tuning.Provenance;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sealed questions that an adapter should not lose. Not among them is what it was taught anew: of
 * that the new words are expected, not what was right before.
 */
final class KeptQuestions {
  private final SealedSets sealed;
  private final TrainingRows rows;

  KeptQuestions(SealedSets sealed, TrainingRows rows) {
    this.sealed = sealed;
    this.rows = rows;
  }

  List<EvaluationItem> of(AdapterVersion version) {
    Set<String> trained =
        Provenance.of(version).map(made -> Set.copyOf(made.rowIds())).orElse(Set.of());
    Set<String> taught =
        rows.all().stream()
            .filter(row -> trained.contains(row.id()))
            .map(TrainingRow::instruction)
            .map(AnswerMatch::normalized)
            .collect(Collectors.toSet());
    return sealed.items(SealedSets.Kind.REGRESSION).stream()
        .filter(item -> !taught.contains(AnswerMatch.normalized(item.question())))
        .toList();
  }
}
