package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.core.exc.StreamConstraintsException;

/** Requests that no well-meaning client sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTests {
  private static final GatewayTimeouts SHORT =
      new GatewayTimeouts(
          Duration.ofMillis(700),
          Duration.ofMillis(1500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));

  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway =
        new GatewayFixture(
            state,
            GatewayFixture.anyPort().with(SHORT).answeringTo("gateway.example.org", ".svc.local"),
            (command, body, lines) -> {});
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /status HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /status HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        "GET /sta tus HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /a\\b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "G{T /status HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /status HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: nonsense\r\n\r\n",
        "TRACE /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\nConnection: close\r\n\r\n",
        "\u0016\u0003\u0001 hello\r\n\r\n",
      })
  void what_tomcat_refuses_is_a_problem_that_does_not_name_it(String request) throws IOException {
    String answer = RawClient.answerTo(gateway, request);

    assertThat(answer).matches("(?s)HTTP/1\\.1 [45]\\d\\d.*");
    assertThat(answer)
        .contains("application/problem+json")
        .doesNotContainIgnoringCase("tomcat")
        .doesNotContain("<html", "Exception", "\tat ", "org.apache");
    assertThat(answer).doesNotStartWith("HTTP/1.1 500");
  }

  @Test
  void what_is_no_request_is_no_error_of_ours() throws IOException {
    Logger ours = (Logger) LoggerFactory.getLogger("dev.nightshift.gateway");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    ours.addAppender(lines);
    try {
      RawClient.answerTo(gateway, "FOO\r\n\r\n");
      String answer =
          RawClient.answerTo(gateway, "GET /status HTTP/9.9\r\nHost: localhost\r\n\r\n");

      assertThat(answer).contains("this server speaks HTTP/1.1").doesNotContain("log says why");
      assertThat(lines.list)
          .anySatisfy(line -> assertThat(line.getFormattedMessage()).contains("FOO"))
          .allSatisfy(
              line -> {
                assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
                assertThat(line.getThrowableProxy()).isNull();
              });
    } finally {
      ours.detachAppender(lines);
    }
  }

  @Test
  void a_header_that_is_too_long_is_a_problem_too() throws IOException {
    String answer =
        RawClient.answerTo(
            gateway,
            "GET /status HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
  }

  @Test
  void a_malformed_query_is_the_clients_mistake() throws IOException {
    String answer =
        RawClient.answerTo(
            gateway,
            "GET /ops/operations/x?a=b&=null&after=-1 HTTP/1.1\r\nHost: localhost\r\nAuthorization:"
                + " Bearer "
                + gateway.opsToken()
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed");
  }

  @Test
  void what_tomcat_refuses_under_v1_has_openais_shape() throws IOException {
    String answer =
        RawClient.answerTo(
            gateway,
            "GET /v1/models/a%5Cb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/json", "{\"error\":{");
  }

  @Test
  void json_is_read_to_a_depth() throws Exception {
    String deep = "[".repeat(2000) + "]".repeat(2000);

    assertProblem(gateway.post("/ask", "{\"question\":" + deep + "}"), 400, "question");
    assertThatExceptionOfType(StreamConstraintsException.class)
        .isThrownBy(() -> gateway.reader().readTree(deep));
    assertProblem(
        gateway.post("/ask", "{\"question\":\"q\",\"max_tokens\":" + "9".repeat(5000) + "}"),
        400,
        "too long");
    assertProblem(
        gateway.post("/ask", "{\"question\":\"q\",\"" + "x".repeat(5000) + "\":1}"),
        400,
        "too long");
    assertProblem(
        gateway.post("/ask", "{\"question\":\"q\",\"max_tokens\":99999999999}"),
        400,
        "out of range");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "[::2]"})
  void a_name_made_to_resolve_to_this_machine_is_refused(String host) throws IOException {
    assertThat(statusFor(host)).startsWith("HTTP/1.1 403");
    assertThat(statusFor(host + ":80")).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:80",
        "127.0.0.1",
        "[::1]:1",
        "gateway.example.org",
        "a.svc.local"
      })
  void names_of_this_machine_and_configured_ones_are_answered(String host) throws IOException {
    assertThat(statusFor(host)).startsWith("HTTP/1.1 200");
  }

  private String statusFor(String host) throws IOException {
    return RawClient.answerTo(
        gateway, "GET /status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void no_page_of_another_site_may_read_an_answer() throws Exception {
    assertThat(
            gateway
                .send(
                    gateway
                        .request("/ask")
                        .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody())
                        .header("Origin", "http://evil.example")
                        .header("Access-Control-Request-Method", "POST"))
                .headers()
                .map())
        .doesNotContainKey("access-control-allow-origin");
    assertProblem(gateway.send(gateway.request("/status").header("Origin", "null")), 403, "null");
  }

  @Test
  void half_a_header_is_given_up_after_a_silence() throws IOException {
    try (RawClient client = new RawClient(gateway)) {
      client.send("POST /ask HTTP/1.1\r\nHost: local");

      assertThat(client.rest()).doesNotContain("200");
    }
  }

  @Test
  void a_header_that_trickles_for_ever_is_given_up() throws Exception {
    assertThat(givenUp("GET /status HTTP/1.1\r\nHost: localhost\r\nX: ", "x")).isTrue();
  }

  @Test
  void half_a_body_is_given_up_after_a_silence() throws IOException {
    try (RawClient client = new RawClient(gateway)) {
      client.send(
          "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 100\r\n\r\n{\"question\":");

      assertThat(client.rest()).startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void a_body_that_trickles_for_ever_is_given_up() throws Exception {
    assertThat(
            givenUp(
                "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100000\r\n\r\n{\"question\":\"",
                "x"))
        .isTrue();
  }

  /** Whether the server closes a connection on which there never is a silence. */
  private boolean givenUp(String start, String drop) throws Exception {
    try (RawClient client = new RawClient(gateway)) {
      client.send(start);
      for (int i = 0; i < 300; i++) {
        client.send(drop);
        Thread.sleep(100);
      }
      return false;
    } catch (SocketException e) {
      return true;
    }
  }
}
