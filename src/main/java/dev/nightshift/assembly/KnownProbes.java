package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
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

/**
 * The questions that an adapter is judged by: what the model was right about before, sealed or
 * remembered, and what the adapter was trained to answer.
 */
final class KnownProbes implements ProbeSource {
  private static final int MOST_GENERAL = 40;

  private final Pipeline pipeline;

  KnownProbes(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public Probes probesFor(AdapterVersion version) {
    return new Probes(general(), inScope(version));
  }

  private List<EvaluationItem> general() {
    Map<String, EvaluationItem> items = new LinkedHashMap<>();
    for (EvaluationItem item : pipeline.sealedSets().items(SealedSets.Kind.REGRESSION)) {
      items.putIfAbsent(item.question(), item);
    }
    for (Remembered remembered : pipeline.memory().successes(MOST_GENERAL)) {
      String question = remembered.exchange().question();
      String answer = remembered.exchange().answer();
      if (!answer.isBlank()) {
        items.putIfAbsent(question, EvaluationItem.answer(question, answer));
      }
    }
    return items.values().stream().limit(MOST_GENERAL).toList();
  }

  /** Rows whose question the adapter's scope names; all rows when it has no scope. */
  private List<EvaluationItem> inScope(AdapterVersion version) {
    Path scope = version.directory().resolve("scope.json");
    if (version.isBase()) {
      return List.of();
    }
    List<String> trained = Files.exists(scope) ? AdapterScope.read(scope).questions() : List.of();
    List<EvaluationItem> items = new ArrayList<>();
    for (TrainingRow row : new TrainingRows(pipeline.home().trainingData()).all()) {
      boolean meant = trained.isEmpty() || trained.contains(row.instruction());
      if (meant) {
        items.add(EvaluationItem.answer(row.instruction(), row.output()));
      }
    }
    return items;
  }
}
