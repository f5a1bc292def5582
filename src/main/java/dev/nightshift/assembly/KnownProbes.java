package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.evaluation.AnswerMatch;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.memory.Remembered;
import dev.nightshift.rollout.ProbeSource;
import dev.nightshift.scope.AdapterScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The questions that an adapter is judged by: what the model was right about before, sealed or
 * remembered, and what the adapter was trained to answer.
 */
final class KnownProbes implements ProbeSource {
  private static final int MOST_GENERAL = 40;

  private final SealedSets sealed;
  private final IntFunction<List<Remembered>> successes;
  private final TrainingRows rows;

  /**
   * Probes from where questions with known answers are.
   *
   * @param successes gives the newest remembered successes, at most so many
   */
  KnownProbes(SealedSets sealed, IntFunction<List<Remembered>> successes, TrainingRows rows) {
    this.sealed = sealed;
    this.successes = successes;
    this.rows = rows;
  }

  @Override
  public Probes probesFor(AdapterVersion version) {
    List<EvaluationItem> own = inScope(version);
    Set<String> taught =
        own.stream()
            .map(item -> AnswerMatch.normalized(item.question()))
            .collect(Collectors.toSet());
    // What an adapter was taught is expected of it in the new words, not in what was right before.
    return new Probes(
        general().stream()
            .filter(item -> !taught.contains(AnswerMatch.normalized(item.question())))
            .limit(MOST_GENERAL)
            .toList(),
        own);
  }

  private List<EvaluationItem> general() {
    Map<String, EvaluationItem> items = new LinkedHashMap<>();
    for (EvaluationItem item : sealed.items(SealedSets.Kind.REGRESSION)) {
      items.putIfAbsent(item.question(), item);
    }
    for (Remembered remembered : successes.apply(MOST_GENERAL)) {
      String question = remembered.exchange().question();
      String answer = remembered.exchange().answer();
      if (!answer.isBlank()) {
        items.putIfAbsent(question, EvaluationItem.answer(question, answer));
      }
    }
    return List.copyOf(items.values());
  }

  /**
   * Rows whose question the adapter's scope names, or what the scope says itself where this home
   * has none of them, as when the adapter came from another node; all rows without a scope.
   */
  private List<EvaluationItem> inScope(AdapterVersion version) {
    Path scope = version.directory().resolve("scope.json");
    if (version.isBase()) {
      return List.of();
    }
    Optional<AdapterScope> known =
        Files.exists(scope) ? Optional.of(AdapterScope.read(scope)) : Optional.empty();
    List<String> trained = known.map(AdapterScope::questions).orElse(List.of());
    List<EvaluationItem> items = new ArrayList<>();
    for (TrainingRow row : rows.all()) {
      boolean meant = trained.isEmpty() || trained.contains(row.instruction());
      if (meant) {
        items.add(EvaluationItem.answer(row.instruction(), row.output()));
      }
    }
    return items.isEmpty() ? known.map(KnownProbes::taught).orElse(List.of()) : items;
  }

  private static List<EvaluationItem> taught(AdapterScope scope) {
    return IntStream.range(0, scope.answers().size())
        .mapToObj(i -> EvaluationItem.answer(scope.questions().get(i), scope.answers().get(i)))
        .toList();
  }
}
