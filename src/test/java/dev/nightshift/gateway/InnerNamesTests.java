package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.serving.ServingException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told of failures behind the gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InnerNamesTests {
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
    gateway.generation.phi3.failure = null;
  }

  private HttpResponse<String> chat(String model, String members) throws Exception {
    return gateway.post(
        ChatCompletionsOverHttpTests.PATH,
        ChatCompletionsOverHttpTests.body(members).replace("tiny", model));
  }

  @Test
  void what_lies_behind_the_gateway_is_not_told() throws Exception {
    gateway.generation.phi3.failure =
        new ServingException(
            ServingException.Code.UNAVAILABLE, "http://10.0.0.7 said: no file /srv/x");

    for (HttpResponse<String> failed :
        List.of(
            chat("phi3", ""),
            chat("phi3", ",\"stream\":true"),
            chat("broken", ""),
            gateway.post("/generate/phi3/", "{\"prompt\":\"x\"}"),
            gateway.post("/propose_trade_adjustments/", "{\"prompt\":\"x\"}"))) {
      assertThat(failed.statusCode()).isEqualTo(503);
      assertThat(failed.body()).doesNotContain("10.0.0.7", "/srv");
    }
  }
}
