package dev.nightshift.assembly;

import dev.nightshift.governance.Phrasing;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has the pipeline's model put facts into words; what it says is checked by who asked it. */
final class GovernancePhrasing {
  private static final int TOKENS = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private GovernancePhrasing() {}

  /** As configured; empty for fixed sentences. */
  static Optional<Phrasing> of(Pipeline pipeline) {
    return pipeline.settings().governance().phrasing().equals("none")
        ? Optional.empty()
        : Optional.of((question, answer) -> phrase(pipeline, question, answer));
  }

  private static String phrase(Pipeline pipeline, String question, String answer) {
    List<Turn> turns =
        List.of(
            Turn.system(
                "You put facts into plain sentences. Say only what the facts say. Use no number"
                    + " that is not in them."),
            Turn.user("Question: " + question + "\n\nFacts:\n" + answer + "\n\nAnswer:"));
    GenerationOptions options = new GenerationOptions(TOKENS, 0, 1, 1, List.of(), PATIENCE);
    return pipeline.model().answer(new Question(turns, options, new AdapterChoice.Base())).text();
  }
}
