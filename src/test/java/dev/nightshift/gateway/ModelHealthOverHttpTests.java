package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** GET /health by model, alive and ready. */
class ModelHealthOverHttpTests {
  @SuppressWarnings("NullAway.Init")
  private GatewayFixture gateway;

  @BeforeEach
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (command, body, lines) -> {});
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private JsonNode health() throws Exception {
    return GatewayFixture.json(gateway.get("/health"));
  }

  @Test
  void each_model_says_whether_it_is_loaded() throws Exception {
    assertThat(health().path("status").stringValue()).as("none was asked for").isEqualTo("ok");
    assertThat(health().path("phi3_loaded").booleanValue()).isFalse();

    gateway.generation.parts.models().open();

    JsonNode health = health();
    assertThat(health.path("status").stringValue()).isEqualTo("partial_error");
    assertThat(health.path("hermes_loaded").booleanValue()).isTrue();
    assertThat(health.path("phi3_loaded").booleanValue()).isTrue();
    assertThat(health.path("broken_loaded").booleanValue()).isFalse();
    assertThat(health.at("/parts/models/status").stringValue()).isEqualTo("degraded");
    assertThat(health.at("/models/broken/detail").stringValue()).contains("no server answers");
    assertThat(health.at("/models/phi3/kind").stringValue()).isEqualTo("structured");
  }

  @Test
  void what_the_sidecars_told_is_told() throws Exception {
    JsonNode health = health();

    assertThat(health.path("model_file_exists").booleanValue()).isTrue();
    assertThat(health.path("device").stringValue()).isEqualTo("cpu");
    assertThat(health.path("active_adapter").stringValue()).isEqualTo("adapter_1");
    assertThat(health.at("/index/status").stringValue()).isEqualTo("ok");
    assertThat(health.at("/index/exchanges").intValue()).isZero();
    assertThat(health.at("/queue/most").intValue()).isEqualTo(32);
    gateway.memory.broken = true;
    assertThat(health().at("/index/status").stringValue()).isEqualTo("error");
  }

  @Test
  void a_server_is_alive_whatever_it_can_do_and_ready_when_it_can_answer_and_remember()
      throws Exception {
    gateway.databaseBroken = true;
    assertThat(gateway.get("/health").statusCode()).isEqualTo(503);
    assertThat(gateway.get("/health/ready").statusCode()).as("answers without it").isEqualTo(200);
    gateway.memory.broken = true;
    assertReady(503);
    gateway.memory.broken = false;
    gateway.model.trouble = "the engine is gone";
    assertReady(503);
    assertThat(gateway.get("/health/live").body()).isEqualTo("{\"status\":\"ok\"}");
  }

  private void assertReady(int status) throws Exception {
    HttpResponse<String> response = gateway.get("/health/ready");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(GatewayFixture.json(response).path("status").stringValue()).isEqualTo("error");
  }
}
