package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms, which no route takes and which nobody may read before a key was seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormBodiesTests {
  private static final String TOKEN = "forms-are-not-read-0123456789";

  /** What is not read is waited for before the connection is closed. */
  private static final GatewayTimeouts SHORT =
      new GatewayTimeouts(
          Duration.ofMillis(300),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));

  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway =
        new GatewayFixture(
            state,
            GatewaySettings.at("127.0.0.1", 0, TOKEN).with(SHORT),
            (command, body, lines) -> {});
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private static String head(String method, String header) {
    return method
        + " /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\n"
        + header
        + "\r\n\r\n";
  }

  /** Of the body only the first bytes are ever sent: who reads it waits for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE", "POST"})
  void the_form_of_a_stranger_is_not_read(String method) throws IOException {
    try (RawClient client = new RawClient(gateway)) {
      client.send(head(method, "Transfer-Encoding: chunked") + "5\r\na=bcd\r\n");

      assertThat(client.rest()).startsWith("HTTP/1.1 401");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE", "POST"})
  void a_form_that_is_too_large_is_not_read(String method) throws IOException {
    try (RawClient client = new RawClient(gateway)) {
      client.send(
          head(method, "Authorization: Bearer " + TOKEN + "\r\nContent-Length: 1048577") + "a=bcd");

      assertThat(client.rest()).startsWith("HTTP/1.1 413");
    }
  }

  /** One that came before could read a body without a limit. */
  @Test
  void the_guard_comes_before_every_other_filter() {
    assertThat(gateway.server.context().getBeanProvider(Filter.class).orderedStream())
        .first()
        .isInstanceOf(RequestGuard.class);
  }
}
