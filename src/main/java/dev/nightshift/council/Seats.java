package dev.nightshift.council;

import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.nightshift.serving.LanguageModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes the seats that the settings name. Nothing is loaded or connected to before a seat is asked.
 */
public final class Seats {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private Seats() {}

  /**
   * The configured seats; without any, one of each role on the pipeline's own model.
   *
   * @param own the pipeline's own model, looked up when a seat asks it
   * @param ollamaUrl the Ollama server of seats that name none
   */
  public static List<Seat> of(
      CouncilSettings settings, Supplier<LanguageModel> own, String ollamaUrl) {
    List<Seat> seats = new ArrayList<>();
    Map<Role, Integer> taken = new EnumMap<>(Role.class);
    for (SeatSettings seat : settings.seatsOrDefault()) {
      Role role = Objects.requireNonNull(seat.role());
      int number = taken.merge(role, 1, Integer::sum);
      String name = role.name().toLowerCase(Locale.ROOT) + (number == 1 ? "" : "-" + number);
      seats.add(
          seat.model().equals(SeatSettings.DEFAULT)
              ? new ModelSeat(name, role, seat.weight(), seat.temperature(), own)
              : remote(name, role, seat, ollamaUrl, settings.seatTimeout()));
    }
    return List.copyOf(seats);
  }

  private static Seat remote(
      String name, Role role, SeatSettings seat, String ollamaUrl, Duration timeout) {
    boolean ollama = seat.model().startsWith(SeatSettings.OLLAMA);
    String url = ollama && seat.url().isBlank() ? ollamaUrl : seat.url();
    ChatModel model =
        ollama
            ? ollama(url, seat.served(), timeout)
            : new CompatibleChatModel(url, seat.served(), seat.apiKey(), CONNECT, timeout);
    return new ChatModelSeat(
        name, role, seat.weight(), seat.temperature(), seat.model() + " at " + url, model);
  }

  /** Thinking is left out: its tokens would take the room of the reply. */
  private static ChatModel ollama(String url, String name, Duration timeout) {
    return OllamaChatModel.builder()
        .httpClientBuilder(new JdkHttpClientBuilder().connectTimeout(CONNECT))
        .baseUrl(url)
        .modelName(name)
        .timeout(timeout)
        .think(false)
        .build();
  }
}
