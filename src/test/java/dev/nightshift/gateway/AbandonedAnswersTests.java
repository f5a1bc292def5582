package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingException.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Clients that go away while an answer is computed of which they get nothing before its end. */
class AbandonedAnswersTests {
  private static final String CHAT = ChatCompletionsOverHttpTests.PATH;
  private static final String PROMPT = "{\"prompt\":\"Why?\"}";
  private static final String TASK = "{\"task\":\"primes\",\"source\":\"x = 1\"}";

  @TempDir Path state;
  private GatewayFixture gateway;

  /** How many answers have begun, and how many have ended because nobody wanted them. */
  private final Semaphore begun = new Semaphore(0);

  private final Semaphore ended = new Semaphore(0);

  @BeforeEach
  void start() {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, lines) -> {});
    gateway.model.script = (question, listener) -> forEver(listener);
    gateway.generation.hermes.script = this::forEver;
    gateway.generation.phi3.script = this::forEver;
    gateway.workshop.script = this::forEver;
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Answer forEver(AnswerListener listener) {
    begun.release();
    while (!listener.cancelled()) {
      pause(5);
    }
    ended.release();
    throw new ServingException(Code.CANCELLED, "as asked");
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String bodyFor(String path) {
    if (path.equals(CHAT)) {
      return ChatCompletionsOverHttpTests.body("");
    }
    if (path.equals("/ask")) {
      return "{\"question\":\"Why?\"}";
    }
    if (path.equals("/code/generate")) {
      return "{\"task\":\"primes\"}";
    }
    return path.equals("/code/refactor") ? TASK : PROMPT;
  }

  private static String request(String path) {
    String body = bodyFor(path);
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  private static void soon(Semaphore what) throws InterruptedException {
    assertThat(what.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
  }

  private String metrics() throws Exception {
    return gateway.get("/metrics").body();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CHAT,
        "/ask",
        "/generate/",
        "/generate/phi3/",
        "/propose_trade_adjustments/",
        "/propose/plain",
        "/code/generate",
        "/code/refactor"
      })
  void a_client_that_closes_its_connection_ends_its_answer(String path) throws Exception {
    try (RawClient client = new RawClient(gateway)) {
      client.send(request(path));
      soon(begun);
    }

    soon(ended);
    assertThat(gateway.memory.exchanges).isEmpty();
  }

  @Test
  void a_connection_that_is_reset_ends_its_answer() throws Exception {
    try (RawClient client = new RawClient(gateway)) {
      client.send(request(CHAT));
      soon(begun);
      client.reset();
    }

    soon(ended);
  }

  @Test
  void a_client_that_goes_away_is_counted_and_no_error_of_ours() throws Exception {
    Logger ours = (Logger) LoggerFactory.getLogger("dev.nightshift.gateway");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    ours.addAppender(lines);
    try {
      assertThat(RawClient.answerToHalf(gateway, request("/ask"))).startsWith("HTTP/1.1 400");
      assertThat(metrics()).contains("cause=\"cancelled\"");
      assertThat(lines.list)
          .noneSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
          .noneSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.ERROR));
    } finally {
      ours.detachAppender(lines);
    }
  }

  /** Nobody can tell it from one that has gone, nor do nginx and Go. */
  @ParameterizedTest
  @ValueSource(strings = {CHAT, "/ask", "/generate/", "/propose/plain", "/code/generate"})
  void a_client_that_only_stops_sending_is_told_that_this_ends_its_answer(String path)
      throws Exception {
    String answer = RawClient.answerToHalf(gateway, request(path));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("keep it open for sending");
    soon(ended);
  }

  @Test
  void the_place_of_a_step_whose_client_has_gone_is_free() throws Exception {
    try (RawClient client = new RawClient(gateway)) {
      client.send(request("/code/generate"));
      soon(begun);
    }
    soon(ended);
    gateway.workshop.script = null;

    String again = request("/code/generate");
    String answer = RawClient.answerTo(gateway, again.replace("Host", "Connection: close\r\nHost"));
    for (int i = 0; i < 600 && !answer.startsWith("HTTP/1.1 200"); i++) {
      pause(100); // its thread is on its way out
      answer = RawClient.answerTo(gateway, again.replace("Host", "Connection: close\r\nHost"));
    }

    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  @Test
  void what_a_client_sends_meanwhile_is_its_next_request() throws Exception {
    AtomicBoolean goOn = new AtomicBoolean();
    gateway.model.script = (question, listener) -> paris(listener, goOn);
    try (RawClient client = new RawClient(gateway)) {
      client.send(request("/ask"));
      soon(begun);
      client.send(request(CHAT).replace("Host", "Connection: close\r\nHost"));
      pause(800); // so that it is looked at, which changes nothing
      goOn.set(true);
      String answers = client.rest();

      assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
      assertThat(answers).contains("chat.completion");
    }
    assertThat(gateway.memory.exchanges).hasSize(2);
  }

  @Test
  void a_client_that_waits_gets_its_answer_and_can_ask_again() throws Exception {
    for (int i = 0; i < 3; i++) {
      AtomicBoolean goOn = new AtomicBoolean();
      gateway.model.script = (question, listener) -> paris(listener, goOn);
      Thread later =
          Thread.ofVirtual()
              .start(
                  () -> {
                    pause(600);
                    goOn.set(true);
                  });
      assertThat(gateway.post("/ask", "{\"question\":\"Why?\"}").statusCode()).isEqualTo(200);
      later.join();
    }
  }

  private Answer paris(AnswerListener listener, AtomicBoolean goOn) {
    begun.release();
    while (!goOn.get()) {
      if (listener.cancelled()) {
        throw new ServingException(Code.CANCELLED, "as asked");
      }
      pause(5);
    }
    return new Answer("Paris", 0.9, "tiny", "base", "", Duration.ofMillis(1), 5, 1, List.of());
  }
}
