package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.WrittenToken;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamedChatTests {
  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    GatewayTimeouts never =
        new GatewayTimeouts(
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5));
    gateway =
        new GatewayFixture(
            state, GatewayFixture.anyPort().with(never), (command, body, lines) -> {});
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void heal() {
    gateway.model.script = null;
    gateway.model.failure = null;
    gateway.memory.broken = false;
  }

  private static String body(String members) {
    return ChatCompletionsOverHttpTests.body(",\"stream\":true" + members);
  }

  private HttpResponse<String> chat(String members) throws Exception {
    return gateway.post(ChatCompletionsOverHttpTests.PATH, body(members));
  }

  /** The data of the events; comments are passed over. */
  private static List<String> data(String events) {
    List<String> data = new ArrayList<>();
    for (String event : events.split("\n\n", -1)) {
      if (event.startsWith("data: ")) {
        data.add(event.substring("data: ".length()));
      }
    }
    return data;
  }

  private static List<JsonNode> chunks(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    List<String> data = data(response.body());
    assertThat(data).last().isEqualTo("[DONE]");
    return data.subList(0, data.size() - 1).stream().map(JsonMapper.shared()::readTree).toList();
  }

  private static JsonNode choice(JsonNode chunk) {
    return chunk.path("choices").path(0);
  }

  @Test
  void chunks_say_who_speaks_then_what_then_why_it_ended() throws Exception {
    HttpResponse<String> response = chat("");
    List<JsonNode> chunks = chunks(response);

    assertThat(choice(chunks.getFirst()).path("delta").path("role").stringValue())
        .isEqualTo("assistant");
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(choice(chunk).path("delta").path("content").asString("")));
    assertThat(text.toString()).isEqualTo("Paris");
    assertThat(choice(chunks.getLast()).path("finish_reason").stringValue()).isEqualTo("stop");
    assertThat(choice(chunks.getLast()).path("delta").isEmpty()).isTrue();
    assertThat(chunks.getLast().path("nightshift").path("adapter").stringValue())
        .isEqualTo("adapter_1");
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allSatisfy(chunk -> assertThat(choice(chunk).path("finish_reason").isNull()).isTrue());
    String id = response.headers().firstValue("X-Transaction-Id").orElse("");
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.path("id").stringValue()).isEqualTo("chatcmpl-" + id);
              assertThat(chunk.path("object").stringValue()).isEqualTo("chat.completion.chunk");
              assertThat(chunk.has("usage")).isFalse();
            });
    assertThat(gateway.memory.find(id)).isPresent();
  }

  @Test
  void usage_and_probabilities_come_when_they_are_asked_for() throws Exception {
    List<JsonNode> chunks =
        chunks(chat(",\"logprobs\":true,\"stream_options\":{\"include_usage\":true}"));

    assertThat(chunks.getFirst().path("usage").isNull()).isTrue();
    assertThat(chunks.getLast().path("choices").isEmpty()).isTrue();
    assertThat(chunks.getLast().path("usage").path("total_tokens").intValue()).isEqualTo(7);
    StringBuilder told = new StringBuilder();
    for (JsonNode chunk : chunks) {
      StringBuilder tokens = new StringBuilder();
      for (JsonNode token : choice(chunk).path("logprobs").path("content")) {
        assertThat(token.path("logprob").doubleValue()).isEqualTo(Math.log(0.9));
        tokens.append(token.path("token").stringValue());
      }
      String text = choice(chunk).path("delta").path("content").asString("");
      assertThat(tokens).as("tokens come with their text").hasToString(text);
      told.append(tokens);
    }
    assertThat(told).hasToString("Paris");
    assertThat(choice(chunks.getFirst()).path("logprobs").isNull()).isTrue();
  }

  @Test
  void what_fails_before_the_first_piece_is_a_status() throws Exception {
    gateway.model.failure = new ServingException(Code.BUSY, "64 requests wait");
    HttpResponse<String> response = chat("");

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(GatewayFixture.json(response).path("error").path("code").stringValue())
        .isEqualTo("rate_limit_exceeded");
  }

  @Test
  void what_fails_later_is_the_last_event() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    gateway.model.script =
        (question, listener) -> {
          listener.piece("Pa");
          await(heard);
          throw new ServingException(Code.UNAVAILABLE, "the runner died");
        };
    List<String> data;
    try (InputStream events = open()) {
      data = new ArrayList<>(List.of(until(events, "Pa")));
      heard.countDown();
      data.addAll(data(new String(events.readAllBytes(), StandardCharsets.UTF_8)));
    }

    JsonNode error = JsonMapper.shared().readTree(data.getLast()).path("error");
    assertThat(error.path("message").stringValue())
        .isEqualTo("the model cannot answer at the moment; the server's log says why");
    assertThat(error.path("type").stringValue()).isEqualTo("server_error");
    assertThat(data).doesNotContain("[DONE]");
  }

  @Test
  void an_answer_that_cannot_be_remembered_does_not_end_well() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    gateway.model.script =
        (question, listener) -> {
          listener.piece("Paris");
          await(heard);
          return paris();
        };
    gateway.memory.broken = true;
    try (InputStream events = open()) {
      until(events, "Paris");
      heard.countDown();
      String rest = new String(events.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(rest).contains("log says why").doesNotContain("[DONE]", "stop");
    }
  }

  @Test
  void a_client_that_goes_away_ends_its_answer() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    gateway.model.script = (question, listener) -> forEver(listener, ended, 20);
    try (InputStream events = open()) {
      until(events, "more and more");
    }

    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_client_that_goes_away_before_the_first_piece_ends_its_answer_too() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    gateway.model.script =
        (question, listener) -> {
          while (!listener.cancelled()) {
            pause(5);
          }
          ended.countDown();
          throw new ServingException(Code.CANCELLED, "as asked");
        };
    try (InputStream events = open()) {
      until(events, "assistant");
    }

    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
  }

  /** Writing to it is given up after ten minutes: telling a piece must not take as long. */
  @Test
  void a_client_that_does_not_read_is_not_waited_for() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    gateway.model.script = (question, listener) -> forEver(listener, ended, 0);
    URI url = URI.create(gateway.server.url());
    byte[] body = body("").getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(ChatCompletionsOverHttpTests.PATH, body.length);
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);

      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(gateway.memory.exchanges)
        .noneSatisfy(exchange -> assertThat(exchange.answer()).contains("more and more"));
  }

  /** Goes on until it is cancelled, and fails if telling a piece took the time of writing it. */
  private static Answer forEver(AnswerListener listener, CountDownLatch ended, int millis) {
    while (!listener.cancelled()) {
      listener.piece("more and more ");
      pause(millis);
    }
    ended.countDown();
    throw new ServingException(Code.CANCELLED, "as asked");
  }

  private static Answer paris() {
    return new Answer(
        "Paris",
        0.9,
        "tiny",
        "base",
        "in scope",
        Duration.ofMillis(1),
        5,
        1,
        List.of(Math.log(0.9)),
        false,
        Answer.Finish.STOP,
        List.of(WrittenToken.of("Paris", Math.log(0.9))));
  }

  private InputStream open() throws IOException, InterruptedException {
    return gateway.stream(gateway.posting(ChatCompletionsOverHttpTests.PATH, body("")));
  }

  /** Reads until a text has come. */
  private static String until(InputStream events, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int value = events.read();
      assertThat(value).as("ended after " + read).isNotNegative();
      read.append((char) value);
    }
    return read.toString();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
