package dev.nightshift.council;

import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A seat taken by the pipeline's own model: the base, without an adapter.
 *
 * @param name the seat's name
 * @param role what it is asked to do
 * @param weight of its vote, above 0
 * @param temperature of its replies; 0 is always the likeliest
 * @param languageModel the model, looked up when the seat is first asked
 */
public record ModelSeat(
    String name,
    Role role,
    double weight,
    double temperature,
    Supplier<LanguageModel> languageModel)
    implements Seat {

  public ModelSeat {
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "the weight of seat " + name + " must be above 0: " + weight);
    }
  }

  @Override
  public String model() {
    return languageModel.get().name();
  }

  @Override
  public String reply(CouncilPrompt prompt, Duration timeout) {
    // Seats that sample must not sample the same; each samples alike every time.
    GenerationOptions options =
        new GenerationOptions(
            prompt.maxTokens(), temperature, 1, name.hashCode(), List.of(), timeout);
    List<Turn> turns = new ArrayList<>();
    turns.add(Turn.system(prompt.system()));
    for (CouncilPrompt.Example example : prompt.examples()) {
      turns.add(Turn.user(example.user()));
      turns.add(Turn.assistant(example.reply()));
    }
    turns.add(Turn.user(prompt.user()));
    return languageModel
        .get()
        .answer(new Question(turns, options, new AdapterChoice.Base()))
        .text();
  }
}
