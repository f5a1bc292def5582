package dev.nightshift.tuning;

import dev.nightshift.training.TrainingExample;
import java.util.List;

/**
 * What an adapter is trained on beside its rows, so that it goes on saying it.
 *
 * @param examples questions with the answers that shall stay
 * @param exchanges ids of the remembered exchanges among them
 */
public record Replay(List<TrainingExample> examples, List<String> exchanges) {
  public Replay {
    examples = List.copyOf(examples);
    exchanges = List.copyOf(exchanges);
  }

  /** Nothing. */
  public static Replay none() {
    return new Replay(List.of(), List.of());
  }
}
