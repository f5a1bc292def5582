package dev.nightshift.tuning;

import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.scope.AdapterScope;
import dev.nightshift.scope.ScopeFitter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training to be done.
 *
 * @param key names the run; a run with the same key goes on where an earlier one was interrupted
 * @param rows everything to teach, old rows included when it is taught from the base
 * @param newRows how many of them no adapter has been trained on
 * @param from the adapter to go on from; null: the base
 * @param readAt when the rows were read; what is forgotten later is still in them
 */
public record TuningRun(
    String key, List<TrainingRow> rows, int newRows, @Nullable Continuation from, Instant readAt) {
  public TuningRun {
    if (key.isBlank() || !key.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("a run's key is made of letters, digits, . _ -: " + key);
    }
    rows = List.copyOf(rows);
  }

  /** A training from the base. */
  public TuningRun(String key, List<TrainingRow> rows, int newRows, Instant readAt) {
    this(key, rows, newRows, null, readAt);
  }

  /** What provenance calls the rows by. */
  List<String> rowIds() {
    return rows.stream().map(TrainingRow::id).toList();
  }

  /**
   * What an adapter was taught before stays its business, unless it is taught anew. The threshold
   * is kept away from what the base shall go on answering.
   */
  AdapterScope scope(ScopeFitter scopes) {
    Map<String, String> taught = new LinkedHashMap<>();
    boolean known = from == null || from.recall(taught);
    rows.forEach(row -> taught.put(row.instruction(), row.output()));
    // Not the sealed ones: people praise answers to what was taught, too.
    List<String> general =
        RegressionQuestions.general().stream().map(EvaluationItem::question).distinct().toList();
    return scopes.fit(
        List.copyOf(taught.keySet()),
        known ? List.copyOf(taught.values()) : List.of(),
        List.of(),
        general,
        List.of());
  }

  /** The same rows, taught to an adapter that there is. */
  public TuningRun from(@Nullable Continuation adapter) {
    return new TuningRun(key, rows, newRows, adapter, readAt);
  }
}
