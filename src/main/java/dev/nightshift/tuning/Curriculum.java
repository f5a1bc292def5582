package dev.nightshift.tuning;

import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.evaluation.AnswerMatch;
import dev.nightshift.training.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is trained on, made of rows and past successes. Sealed questions, and wordings that equal
 * one, are left out.
 */
final class Curriculum {
  private final TuningSettings settings;
  private final Set<String> sealed;

  /**
   * A curriculum that avoids questions.
   *
   * @param sealed normalised questions, see {@link AnswerMatch#normalized}
   */
  Curriculum(TuningSettings settings, Set<String> sealed) {
    this.settings = settings;
    this.sealed = sealed;
  }

  /** Rows as targets with their wordings, then as much replay as the settings ask for. */
  List<TrainingExample> examples(List<TrainingRow> rows, List<TrainingExample> replay) {
    List<TrainingExample> examples = new ArrayList<>();
    for (TrainingRow row : rows) {
      List<String> wordings = new ArrayList<>();
      wordings.add(row.instruction());
      for (String wording :
          Rewordings.training(row.instruction(), settings.rewordings(), settings.seed())) {
        if (!isSealed(wording)) {
          wordings.add(wording);
        }
      }
      examples.add(new TrainingExample(wordings, row.output(), TrainingExample.Kind.TARGET));
    }
    long wanted = Math.round(settings.replayShare() * rows.size());
    replay.stream()
        .filter(example -> example.questions().stream().noneMatch(this::isSealed))
        .limit(wanted)
        .forEach(examples::add);
    return List.copyOf(examples);
  }

  private boolean isSealed(String question) {
    return sealed.contains(AnswerMatch.normalized(question));
  }
}
