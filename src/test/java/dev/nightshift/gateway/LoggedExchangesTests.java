package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Lines that are logged for a request name the exchange that it is about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoggedExchangesTests {
  private static final org.slf4j.Logger SOME = LoggerFactory.getLogger("dev.nightshift.some");
  private final Lines lines = new Lines();
  private GatewayFixture gateway;

  /** What was logged, with the context of its thread. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      event.prepareForDeferredProcessing();
      events.add(event);
    }

    @Nullable String exchangeOf(String message) {
      return events.stream()
          .filter(event -> event.getFormattedMessage().contains(message))
          .findFirst()
          .orElseThrow(() -> new AssertionError("nobody logged " + message))
          .getMDCPropertyMap()
          .get("exchange");
    }
  }

  @BeforeAll
  void start(@TempDir Path state) {
    gateway =
        new GatewayFixture(
            state, GatewayFixture.anyPort(), (command, body, out) -> SOME.warn("commanded"));
    gateway.model.meanwhile = () -> SOME.warn("answering");
    lines.start();
    ((Logger) LoggerFactory.getLogger("dev.nightshift")).addAppender(lines);
  }

  @AfterAll
  void stop() {
    ((Logger) LoggerFactory.getLogger("dev.nightshift")).detachAppender(lines);
    gateway.close();
  }

  @BeforeEach
  void forget() {
    lines.events.clear();
    gateway.memory.broken = false;
  }

  @Test
  void a_question() throws Exception {
    HttpResponse<String> reply = gateway.post("/ask", "{\"question\":\"Capital of France?\"}");

    assertThat(lines.exchangeOf("answering"))
        .isEqualTo(GatewayFixture.json(reply).path("id").stringValue());
  }

  @Test
  void a_chat_whole_and_as_a_stream() throws Exception {
    for (String stream : List.of("false", "true")) {
      lines.events.clear();
      String body =
          gateway
              .post(
                  "/v1/chat/completions",
                  "{\"model\":\"tiny\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}"
                      .formatted(stream))
              .body();

      assertThat(body).contains(String.valueOf(lines.exchangeOf("answering")));
    }
  }

  @Test
  void a_failure_too_that_is_logged_when_the_asking_is_over() throws Exception {
    gateway.memory.broken = true;

    gateway.post("/ask", "{\"question\":\"Capital of France?\"}");

    String exchange = lines.exchangeOf("answering");
    assertThat(exchange).isNotNull();
    assertThat(lines.exchangeOf("the memory failed")).isEqualTo(exchange);
  }
}
