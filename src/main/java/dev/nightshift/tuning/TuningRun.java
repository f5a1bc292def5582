package dev.nightshift.tuning;

import dev.nightshift.corpus.TrainingRow;
import java.util.List;

/**
 * A training to be done.
 *
 * @param key names the run; a run with the same key goes on where an earlier one was interrupted
 * @param rows everything to teach, old rows included: adapters are trained from the base
 * @param newRows how many of them no adapter has been trained on
 */
public record TuningRun(String key, List<TrainingRow> rows, int newRows) {
  public TuningRun {
    if (key.isBlank() || !key.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("a run's key is made of letters, digits, . _ -: " + key);
    }
    rows = List.copyOf(rows);
  }
}
