package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.serving.QueueLoad;
import dev.nightshift.serving.ServingException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchingOverHttpTests {
  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (command, body, lines) -> {});
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void heal() {
    gateway.model.failure = null;
    gateway.model.trouble = null;
    gateway.model.load = new QueueLoad(0, 32);
    gateway.memory.broken = false;
    gateway.databaseBroken = false;
    gateway.database.set(new HealthPart("database", HealthPart.State.OK, "H2"));
  }

  @Test
  void health_is_ok_when_every_part_is() throws Exception {
    HttpResponse<String> response = gateway.get("/health");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode health = GatewayFixture.json(response);
    assertThat(health.path("status").stringValue()).isEqualTo("ok");
    JsonNode parts = health.path("parts");
    assertThat(parts.propertyNames())
        .containsExactly("model", "memory", "adapter", "queue", "database", "models");
    assertThat(parts.path("adapter").path("detail").stringValue()).isEqualTo("adapter_1");
  }

  @Test
  void the_worst_part_decides_and_says_why() throws Exception {
    gateway.database.set(new HealthPart("database", HealthPart.State.DEGRADED, "slow"));
    HttpResponse<String> degraded = gateway.get("/health");
    assertThat(degraded.statusCode()).isEqualTo(200);
    assertThat(GatewayFixture.json(degraded).path("status").stringValue())
        .isEqualTo("partial_error");

    gateway.memory.broken = true;
    HttpResponse<String> broken = gateway.get("/health");
    assertThat(broken.statusCode()).isEqualTo(503);
    assertThat(GatewayFixture.json(broken).path("status").stringValue()).isEqualTo("error");
    assertThat(broken.body()).contains("the disk of the memory is full");

    gateway.memory.broken = false;
    gateway.model.trouble = "the engine is gone";
    assertThat(gateway.get("/health").body()).contains("the engine is gone");
  }

  @Test
  void a_full_queue_is_degraded_and_a_part_that_cannot_be_looked_at_is_an_error() throws Exception {
    gateway.model.load = new QueueLoad(32, 32);
    HttpResponse<String> full = gateway.get("/health");
    assertThat(full.statusCode()).isEqualTo(200);
    JsonNode queue = GatewayFixture.json(full).path("parts").path("queue");
    assertThat(queue.path("status").stringValue()).isEqualTo("degraded");
    assertThat(queue.path("detail").stringValue()).isEqualTo("32 of 32 places taken");

    gateway.databaseBroken = true;
    HttpResponse<String> broken = gateway.get("/health");
    assertThat(broken.statusCode()).isEqualTo(503);
    JsonNode database = GatewayFixture.json(broken).path("parts").path("database");
    assertThat(database.path("status").stringValue()).isEqualTo("error");
    assertThat(database.path("detail").stringValue()).isEqualTo("no route to it");
  }

  @Test
  void status_is_the_object_of_the_command() throws Exception {
    HttpResponse<String> response = gateway.get("/status");

    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(GatewayFixture.json(response).path("exchanges").intValue()).isEqualTo(7);
  }

  @Test
  void metrics_have_the_names_that_operators_know() throws Exception {
    HttpResponse<String> response = gateway.get("/metrics");

    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(response.body())
        .contains(
            "autogen_training_completed_total 3.0",
            "autogen_training_duration_seconds 47.5",
            "autogen_training_loss 0.25",
            "autogen_deployment_success_total 2.0",
            "autogen_rollback_triggered_total 1.0",
            "autogen_quality_improvement_ratio 1.5",
            "autogen_agent0_rewrite_success_rate 0.8",
            "autogen_vram_reloads_total 1.0",
            "autogen_vram_used_bytes 1048576.0");
  }

  @Test
  void totals_are_read_anew_for_every_scrape() throws Exception {
    gateway.totals.set(new PipelineTotals.Totals(4, 50, 0.2, 3, 1, 1.6, 0.9, 2, 2097152));

    assertThat(gateway.get("/metrics").body())
        .contains("autogen_training_completed_total 4.0", "autogen_deployment_success_total 3.0");
    gateway.totals.set(new PipelineTotals.Totals(3, 47.5, 0.25, 2, 1, 1.5, 0.8, 1, 1048576));
  }

  @Test
  void questions_are_counted_and_timed_by_model_and_adapter() throws Exception {
    gateway.post("/ask", "{\"question\":\"q\"}");
    gateway.model.failure = new ServingException(ServingException.Code.TIMEOUT, "late");
    gateway.post("/ask", "{\"question\":\"q\"}");

    assertThat(gateway.get("/metrics").body())
        .contains(
            "autogen_requests_total{adapter=\"adapter_1\",model=\"tiny\"}",
            "autogen_request_duration_seconds_bucket{adapter=\"adapter_1\",model=\"tiny\",le=",
            "autogen_request_failures_total{adapter=\"adapter_1\",cause=\"timeout\",model=\"tiny\"}");
  }
}
