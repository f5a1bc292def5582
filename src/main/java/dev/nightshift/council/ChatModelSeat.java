package dev.nightshift.council;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A seat taken by any LangChain4j chat model, for example one in Ollama.
 *
 * @param name the seat's name
 * @param role what it is asked to do
 * @param weight of its vote, above 0
 * @param model the model's name, for the record
 * @param chatModel the model
 */
public record ChatModelSeat(
    String name, Role role, double weight, String model, ChatModel chatModel) implements Seat {

  public ChatModelSeat {
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "the weight of seat " + name + " must be above 0: " + weight);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws CouncilException SEAT_TIMEOUT past the timeout, SEAT_FAILED when the model throws
   */
  @Override
  public String reply(CouncilPrompt prompt, Duration timeout) {
    ChatRequest request =
        ChatRequest.builder()
            .messages(SystemMessage.from(prompt.system()), UserMessage.from(prompt.user()))
            .maxOutputTokens(prompt.maxTokens())
            .temperature(0.0)
            .build();
    FutureTask<String> task =
        new FutureTask<>(() -> String.valueOf(chatModel.chat(request).aiMessage().text()));
    Thread.ofVirtual().name("seat-" + name).start(task);
    try {
      return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new CouncilException(
          CouncilException.Code.SEAT_TIMEOUT, "no reply within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new CouncilException(
          CouncilException.Code.SEAT_FAILED, String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new CouncilException(CouncilException.Code.INTERRUPTED, "interrupted", e);
    }
  }
}
