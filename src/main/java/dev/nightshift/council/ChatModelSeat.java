package dev.nightshift.council;

import dev.langchain4j.model.chat.ChatModel;
import java.time.Duration;

/**
 * A seat taken by any LangChain4j chat model, for example one in Ollama.
 *
 * @param name the seat's name
 * @param role what it is asked to do
 * @param weight of its vote, above 0
 * @param model the model's name, for the record
 * @param chatModel the model
 */
@SuppressWarnings("DoNotCallSuggester")
public record ChatModelSeat(
    String name, Role role, double weight, String model, ChatModel chatModel) implements Seat {

  public ChatModelSeat {
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "the weight of seat " + name + " must be above 0: " + weight);
    }
  }

  @Override
  public String reply(CouncilPrompt prompt, Duration timeout) {
    throw new UnsupportedOperationException("not built yet");
  }
}
