package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.serving.QueueLoad;
import dev.nightshift.serving.ServingException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverloadTests {
  private static final String QUESTION = "{\"question\":\"q\"}";

  @TempDir Path state;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, lines) -> {});
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void a_full_queue_and_a_missed_deadline_are_told_and_counted() throws Exception {
    gateway.model.failure = new ServingException(ServingException.Code.BUSY, "64 wait");
    HttpResponse<String> busy = gateway.post("/ask", QUESTION);
    assertProblem(busy, 429, "64 wait");
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");

    gateway.model.failure = new ServingException(ServingException.Code.TIMEOUT, "late");
    assertProblem(gateway.post("/ask", QUESTION), 504, "in time");

    String metrics = gateway.get("/metrics").body();
    assertThat(metrics)
        .containsPattern("autogen_request_failures_total\\{.*cause=\"busy\".*} 1.0")
        .containsPattern("autogen_request_failures_total\\{.*cause=\"timeout\".*} 1.0");
  }

  @Test
  void a_full_queue_is_known_before_anything_is_looked_for() throws Exception {
    gateway.model.load = new QueueLoad(32, 32, Duration.ofMillis(7_200));

    HttpResponse<String> busy = gateway.post("/ask", "{\"question\":\"Which cheese is it?\"}");

    assertThat(busy.headers().firstValue("Retry-After"))
        .as("its queue is empty then")
        .hasValue("8");

    assertProblem(busy, 429, "32 requests wait");
    assertThat(gateway.model.asked).hasValue(0);
    assertThat(gateway.get("/metrics").body())
        .containsPattern("autogen_request_failures_total\\{.*cause=\"busy\".*} 1.0");
  }

  @Test
  void a_server_that_is_left_alone_says_when_to_come_back() throws Exception {
    gateway.model.failure =
        new ServingException(
            ServingException.Code.UNAVAILABLE, "left alone", Duration.ofMillis(12_001));

    HttpResponse<String> response = gateway.post("/ask", QUESTION);
    assertProblem(response, 503, "log says why");
    assertThat(response.headers().firstValue("Retry-After")).hasValue("13");
  }

  @Test
  void what_is_turned_away_is_counted() throws Exception {
    gateway.send(gateway.request("/status").header("Origin", "http://evil.example"));

    assertThat(gateway.get("/metrics").body())
        .containsPattern("autogen_requests_refused_total\\{status=\"403\"} 1.0");
  }

  @Test
  void a_client_may_shorten_its_deadline_and_not_lengthen_it() throws Exception {
    gateway.send(gateway.posting("/ask", QUESTION).header("Prefer", "wait=7"));
    assertThat(gateway.model.lastTimeout).isEqualTo(Duration.ofSeconds(7));

    gateway.send(gateway.posting("/ask", QUESTION).header("Prefer", "wait=86400"));
    assertThat(gateway.model.lastTimeout).isEqualTo(Duration.ofMinutes(2));

    gateway.post("/ask", QUESTION);
    assertThat(gateway.model.lastTimeout).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void preferences_are_read_as_they_are_written() throws Exception {
    assertThat(timeoutOf("", "Prefer", "respond-async, wait=10")).isEqualTo(Duration.ofSeconds(10));
    assertThat(timeoutOf("", "Prefer", "WAIT = 10 ;x=y")).isEqualTo(Duration.ofSeconds(10));
    assertThat(timeoutOf("", "Prefer", "wait=0")).isEqualTo(Duration.ofSeconds(1));
    for (String none : List.of("await=10", "wait=soon", "wait=-5", "wait=99999999999")) {
      assertThat(timeoutOf("", "Prefer", none)).as(none).isEqualTo(Duration.ofMinutes(2));
    }
  }

  @Test
  void nothing_is_computed_beyond_the_timeout_of_openais_clients() throws Exception {
    assertThat(timeoutOf("", "X-Stainless-Read-Timeout", "2.5")).isEqualTo(Duration.ofMillis(2500));
    assertThat(timeoutOf("", "X-Stainless-Timeout", "20")).isEqualTo(Duration.ofSeconds(20));
    assertThat(timeoutOf("", "X-Stainless-Timeout", "600")).isEqualTo(Duration.ofMinutes(2));
    assertThat(timeoutOf("", "X-Stainless-Timeout", "never")).isEqualTo(Duration.ofMinutes(2));
    assertThat(timeoutOf(",\"stream\":true", "X-Stainless-Read-Timeout", "2.5"))
        .as("bytes of a stream come all the time")
        .isEqualTo(Duration.ofMinutes(2));
  }

  private Duration timeoutOf(String members, String header, String value) throws Exception {
    HttpRequest.Builder request =
        gateway.posting(
            ChatCompletionsOverHttpTests.PATH, ChatCompletionsOverHttpTests.body(members));
    assertThat(gateway.send(request.header(header, value)).statusCode()).isEqualTo(200);
    return gateway.model.lastTimeout;
  }

  @Test
  void a_server_that_stops_finishes_what_it_began() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    gateway.model.meanwhile =
        () -> {
          asked.countDown();
          awaitQuietly(finish);
        };
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return gateway.post("/ask", QUESTION);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway.server::close);
    while (accepts()) {
      Thread.sleep(20);
    }

    assertThat(stopping.isDone()).as("it waits").isFalse();
    finish.countDown();
    assertThat(running.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    stopping.get(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> gateway.get("/health")).isInstanceOf(IOException.class);
  }

  private boolean accepts() {
    try (RawClient client = new RawClient(gateway)) {
      client.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return client.rest().contains("HTTP/1.1");
    } catch (IOException e) {
      return false;
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
