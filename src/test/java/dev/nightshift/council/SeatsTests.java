package dev.nightshift.council;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.council.CouncilSettings.RewriteCorrections;
import dev.nightshift.council.Deliberation.Abstained;
import dev.nightshift.council.Deliberation.Rewritten;
import dev.nightshift.serving.LanguageModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SeatsTests {
  private static final CouncilCase CAPITAL =
      new CouncilCase("What is the capital of Norway?", "Stockholm", null, List.of());

  private FakeChatServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeChatServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Lets a seat reply, and returns what the server was asked. */
  private JsonNode asked(Seat seat) {
    assertThat(seat.reply(new CouncilPrompt("be right", "which?", 33), Duration.ofSeconds(5)))
        .isEqualTo(server.says);
    assertThat(server.asked).hasSize(1);
    return server.asked.getFirst();
  }

  @Test
  void a_model_in_ollama_takes_a_seat_with_its_role_weight_and_temperature() {
    Seat seat = seats(ollama(Role.CORRECTOR, "tiny", 2, 0.25)).getFirst();

    assertThat(seat.name()).isEqualTo("corrector");
    assertThat(seat.weight()).isEqualTo(2);
    assertThat(seat.model()).isEqualTo("ollama:tiny at " + server.url());
    JsonNode request = asked(seat);
    assertThat(request.at("/messages/0/content").asString()).isEqualTo("be right");
    assertThat(request.at("/messages/1/content").asString()).isEqualTo("which?");
    assertThat(request.at("/options/num_predict").asInt()).isEqualTo(33);
    assertThat(request.at("/options/temperature").asDouble()).isEqualTo(0.25);
    assertThat(request.path("stream").asBoolean()).isFalse();
  }

  @Test
  void a_model_behind_a_compatible_api_takes_a_seat() {
    Seat seat = seats(compatible("tiny", "sesame")).getFirst();

    JsonNode request = asked(seat);
    assertThat(request.at("/messages/0/role").asString()).isEqualTo("system");
    assertThat(request.at("/messages/1/content").asString()).isEqualTo("which?");
    assertThat(request.path("max_tokens").asInt()).isEqualTo(33);
    assertThat(request.path("temperature").asDouble()).isEqualTo(0.5);
  }

  @Test
  void seats_of_several_servers_rewrite_together() {
    Deliberation deliberation =
        deliberate(
            List.of(
                ollama(Role.ANALYST, "tiny", 1, 0),
                ollama(Role.ANALYST, "tiny", 1, 0),
                compatible("tiny", "sesame")));

    assertThat(deliberation)
        .isInstanceOfSatisfying(
            Rewritten.class,
            rewritten -> {
              assertThat(rewritten.answer()).isEqualTo("Oslo");
              assertThat(rewritten.agreement()).isEqualTo(1);
              assertThat(rewritten.votes())
                  .extracting(Vote::seat)
                  .containsExactly("analyst", "analyst-2", "verifier");
            });
  }

  @Test
  void a_seat_that_fails_is_no_vote_and_says_why_without_its_key() {
    Deliberation deliberation =
        deliberate(
            List.of(
                ollama(Role.ANALYST, "tiny", 3, 0),
                ollama(Role.CORRECTOR, "gone", 1, 0),
                compatible("tiny", "s3cr3t")));

    assertThat(deliberation).isInstanceOf(Rewritten.class);
    assertThat(deliberation.agreement()).isEqualTo(0.6);
    assertThat(deliberation.votes().get(1).ballot())
        .isInstanceOfSatisfying(
            Vote.Silent.class,
            silent -> assertThat(silent.reason()).contains("model 'gone' not found"));
    assertThat(deliberation.votes().get(2).ballot())
        .isInstanceOfSatisfying(
            Vote.Silent.class,
            silent ->
                assertThat(silent.reason())
                    .contains("HTTP 401", "no key")
                    .doesNotContain("s3cr3t"));
  }

  @Test
  void a_server_that_is_away_is_no_vote_and_all_away_is_an_abstention_to_ask_again()
      throws IOException {
    String away = freeAddress();
    SeatSettings ollama = new SeatSettings(Role.ANALYST, "ollama:tiny", away, "", 1, 0);
    SeatSettings compatible = new SeatSettings(Role.VERIFIER, "openai:x", away + "/v1", "", 1, 0);

    Deliberation some = deliberate(List.of(ollama, ollama(Role.CORRECTOR, "tiny", 1, 0)));
    Deliberation none = deliberate(List.of(ollama, compatible));

    assertThat(some)
        .isInstanceOfSatisfying(
            Abstained.class,
            abstained -> {
              assertThat(abstained.unheard()).isFalse();
              assertThat(abstained.reason())
                  .isEqualTo("the seats agree by 0.50, less than 0.60; no reply from analyst");
            });
    assertThat(none)
        .isInstanceOfSatisfying(
            Abstained.class,
            abstained -> {
              assertThat(abstained.unheard()).isTrue();
              assertThat(abstained.reason()).isEqualTo("no seat replied: no server answers there");
            });
  }

  private static String freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  private static SeatSettings ollama(Role role, String model, double weight, double temperature) {
    return new SeatSettings(role, "ollama:" + model, "", "", weight, temperature);
  }

  private SeatSettings compatible(String model, String key) {
    return new SeatSettings(Role.VERIFIER, "openai:" + model, server.url() + "/v1/", key, 1, 0.5);
  }

  private List<Seat> seats(SeatSettings... seats) {
    return Seats.of(settings(List.of(seats)), SeatsTests::noOwnModel, server.url());
  }

  private Deliberation deliberate(List<SeatSettings> seats) {
    CouncilSettings settings = settings(seats);
    return new Council(
            Seats.of(settings, SeatsTests::noOwnModel, server.url()),
            WordEmbedder.ofAllWords(),
            settings)
        .deliberate(CAPITAL);
  }

  private static CouncilSettings settings(List<SeatSettings> seats) {
    Duration timeout = Duration.ofSeconds(10);
    return new CouncilSettings(0.6, 0.85, 160, timeout, RewriteCorrections.NEVER, seats);
  }

  private static LanguageModel noOwnModel() {
    throw new AssertionError("no seat uses the pipeline's own model");
  }
}
