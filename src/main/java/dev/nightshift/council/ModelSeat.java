package dev.nightshift.council;

import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.util.List;

/**
 * A seat taken by the pipeline's own model: the base, without an adapter, greedily.
 *
 * @param name the seat's name
 * @param role what it is asked to do
 * @param weight of its vote, above 0
 * @param languageModel the model
 */
public record ModelSeat(String name, Role role, double weight, LanguageModel languageModel)
    implements Seat {

  public ModelSeat {
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "the weight of seat " + name + " must be above 0: " + weight);
    }
  }

  /** The default council: one seat of each role, of equal weight, on one model. */
  public static List<Seat> defaultSeats(LanguageModel model) {
    return List.of(
        new ModelSeat("analyst", Role.ANALYST, 1, model),
        new ModelSeat("corrector", Role.CORRECTOR, 1, model),
        new ModelSeat("verifier", Role.VERIFIER, 1, model));
  }

  @Override
  public String model() {
    return languageModel.name();
  }

  @Override
  public String reply(CouncilPrompt prompt, Duration timeout) {
    GenerationOptions options =
        new GenerationOptions(prompt.maxTokens(), 0, 1, 0, List.of(), timeout);
    List<Turn> turns = List.of(Turn.system(prompt.system()), Turn.user(prompt.user()));
    return languageModel.answer(new Question(turns, options, new AdapterChoice.Base())).text();
  }
}
