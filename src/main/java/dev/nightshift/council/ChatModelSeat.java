package dev.nightshift.council;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A seat taken by any LangChain4j chat model, for example one in Ollama.
 *
 * @param name the seat's name
 * @param role what it is asked to do
 * @param weight of its vote, above 0
 * @param temperature of its replies; 0 is always the likeliest
 * @param model the model's name and where it is served, for the record
 * @param chatModel the model
 */
public record ChatModelSeat(
    String name, Role role, double weight, double temperature, String model, ChatModel chatModel)
    implements Seat {

  public ChatModelSeat {
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "the weight of seat " + name + " must be above 0: " + weight);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws CouncilException SEAT_TIMEOUT past the timeout, SEAT_AWAY when its server cannot be
   *     reached, SEAT_FAILED when the model throws anything else
   */
  @Override
  public String reply(CouncilPrompt prompt, Duration timeout) {
    ChatRequest request =
        ChatRequest.builder()
            .messages(messages(prompt))
            .maxOutputTokens(prompt.maxTokens())
            .temperature(temperature)
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
      throw failed(e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new CouncilException(CouncilException.Code.INTERRUPTED, "interrupted", e);
    }
  }

  private static List<ChatMessage> messages(CouncilPrompt prompt) {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(SystemMessage.from(prompt.system()));
    for (CouncilPrompt.Example example : prompt.examples()) {
      messages.add(UserMessage.from(example.user()));
      messages.add(AiMessage.from(example.reply()));
    }
    messages.add(UserMessage.from(prompt.user()));
    return messages;
  }

  private static CouncilException failed(ExecutionException e) {
    boolean away =
        Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
            .anyMatch(
                cause ->
                    cause instanceof ConnectException
                        || cause instanceof HttpConnectTimeoutException
                        || cause instanceof UnresolvedAddressException
                        || cause instanceof UnknownHostException);
    return away
        ? new CouncilException(CouncilException.Code.SEAT_AWAY, "no server answers there", e)
        : new CouncilException(
            CouncilException.Code.SEAT_FAILED, Excerpt.of(said(e.getCause()), 300), e);
  }

  private static String said(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    return message == null || message.isBlank() ? String.valueOf(cause) : message;
  }
}
