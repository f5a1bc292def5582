package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsOverHttpTests {
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), this::run);
  }

  @AfterAll
  void stop() {
    mayEnd.countDown();
    gateway.close();
  }

  private void run(String command, String body, Consumer<String> lines) {
    switch (command) {
      case "echo" -> {
        lines.accept("{\"progress\":{\"stage\":\"one\"}}");
        lines.accept("{\"reply\":" + body + "}");
      }
      case "slow" -> {
        lines.accept("{\"progress\":{\"stage\":\"begun\"}}");
        try {
          mayEnd.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        lines.accept("{\"reply\":{}}");
      }
      case "locked" -> lines.accept(refusal("BUSY", "process 12 holds it"));
      case "nonsense" -> lines.accept(refusal("REQUEST", "no such field"));
      case "late" -> {
        lines.accept("{\"progress\":{\"stage\":\"one\"}}");
        lines.accept(refusal("BUSY", "process 12 holds it"));
      }
      default -> throw new IllegalStateException("it broke");
    }
  }

  private static String refusal(String code, String message) {
    return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message);
  }

  @Test
  void a_command_that_cannot_begin_is_a_problem_with_its_code() throws Exception {
    HttpResponse<String> locked = gateway.send(authorised("/ops/locked", "{}"));
    assertProblem(locked, 409, "process 12 holds it");
    assertThat(GatewayFixture.json(locked).path("code").stringValue()).isEqualTo("BUSY");
    assertProblem(gateway.send(authorised("/ops/nonsense", "{}")), 400, "no such field");
  }

  @Test
  void a_command_that_has_begun_says_in_its_last_line_what_it_ran_into() throws Exception {
    HttpResponse<String> late = gateway.send(authorised("/ops/late", "{}"));
    assertThat(late.statusCode()).isEqualTo(200);
    assertThat(late.body().lines()).last().isEqualTo(refusal("BUSY", "process 12 holds it"));
  }

  @Test
  void commands_need_the_token_of_the_server_file() throws Exception {
    assertProblem(gateway.post("/ops/echo", "{}"), 401, "server.json");
    assertProblem(
        gateway.send(gateway.posting("/ops/echo", "{}").header("Authorization", "Bearer wrong")),
        401,
        "server.json");
  }

  @Test
  void a_command_answers_its_lines() throws Exception {
    HttpResponse<String> response = gateway.send(authorised("/ops/echo", "{\"a\":1}"));

    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/x-ndjson");
    assertThat(response.body().lines())
        .containsExactly("{\"progress\":{\"stage\":\"one\"}}", "{\"reply\":{\"a\":1}}");
  }

  @Test
  void a_command_that_breaks_says_so_in_its_last_line() throws Exception {
    assertThat(gateway.send(authorised("/ops/broken", "")).body().strip())
        .isEqualTo("{\"error\":{\"code\":\"FAILED\",\"message\":\"it broke\"}}");
  }

  @Test
  void a_long_command_can_be_started_and_followed() throws Exception {
    HttpResponse<String> started =
        gateway.send(authorised("/ops/slow", "{}").header("Prefer", "respond-async"));
    assertThat(started.statusCode()).isEqualTo(202);
    String id = GatewayFixture.json(started).path("operation").stringValue();
    String path = "/ops/operations/" + id;
    assertThat(started.headers().firstValue("Location")).hasValue(path);

    JsonNode running = report(path);
    while (running.path("lines").isEmpty()) {
      Thread.sleep(5);
      running = report(path);
    }
    assertThat(running.path("state").stringValue()).isEqualTo("running");
    mayEnd.countDown();
    JsonNode ended = report(path + "?after=1");
    while (!ended.path("state").stringValue().equals("ended")) {
      Thread.sleep(5);
      ended = report(path + "?after=1");
    }
    assertThat(ended.path("lines").toString()).isEqualTo("[{\"reply\":{}}]");
  }

  @Test
  void an_unknown_operation_is_not_found() throws Exception {
    assertProblem(
        gateway.send(
            gateway
                .request("/ops/operations/nope")
                .header("Authorization", "Bearer " + gateway.opsToken())),
        404,
        "nope");
  }

  private JsonNode report(String path) throws Exception {
    return GatewayFixture.json(
        gateway.send(
            gateway.request(path).header("Authorization", "Bearer " + gateway.opsToken())));
  }

  private java.net.http.HttpRequest.Builder authorised(String path, String body) {
    return gateway.posting(path, body).header("Authorization", "Bearer " + gateway.opsToken());
  }
}
