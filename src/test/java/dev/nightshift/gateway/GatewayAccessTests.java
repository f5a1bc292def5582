package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayAccessTests {
  private static final String TOKEN = "a-token-for-tests";

  @TempDir Path state;

  @Test
  void an_address_others_can_reach_needs_a_key() {
    GatewaySettings exposed = GatewaySettings.at("0.0.0.0", 0, "");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GatewayFixture(state, exposed, (c, b, l) -> {}).close())
        .withMessageContaining("pipeline keys create")
        .withMessageContaining("api-token");
    assertThat(GatewaySettings.at("0.0.0.0", 8000, TOKEN).toString()).doesNotContain(TOKEN);
  }

  @Test
  void wrong_settings_are_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GatewaySettings.at("127.0.0.1", 70000, ""))
        .withMessageContaining("70000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GatewaySettings.at("127.0.0.1", 1, "short"))
        .withMessageContaining("16")
        .withMessageNotContaining("short");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GatewaySettings("127.0.0.1", 1, "", 10, List.of(), GatewayTimeouts.defaults()))
        .withMessageContaining("maxBodyBytes");
  }

  @Test
  void with_a_token_only_the_word_of_health_is_open() throws Exception {
    GatewaySettings settings = GatewaySettings.at("0.0.0.0", 0, TOKEN);
    try (GatewayFixture gateway = new GatewayFixture(state, settings, (c, b, l) -> {})) {
      assertProblem(gateway.post("/ask", "{\"question\":\"q\"}"), 401, "API key");
      assertProblem(gateway.get("/status"), 401, "API key");
      assertProblem(gateway.get("/metrics"), 401, "API key");
      HttpResponse<String> health = gateway.get("/health");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}");

      HttpResponse<String> status =
          gateway.send(gateway.request("/status").header("Authorization", "Bearer " + TOKEN));
      assertThat(status.statusCode()).isEqualTo(200);
      assertProblem(
          gateway.send(
              gateway.posting("/ops/status", "").header("Authorization", "Bearer " + TOKEN)),
          403,
          "operate");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ops/status",
        "/%6Fps/status",
        "/ops;x/status",
        "/ops;a=b/status",
        "//ops/status"
      })
  void a_command_needs_its_token_however_its_route_is_written(String path) throws Exception {
    List<String> run = new CopyOnWriteArrayList<>();
    try (GatewayFixture gateway =
        new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, l) -> run.add(c))) {
      assertThat(gateway.send(gateway.posting(path, "{}")).statusCode()).isIn(401, 404);
    }
    assertThat(run).isEmpty();
  }

  @Test
  void only_health_itself_is_open() throws Exception {
    GatewaySettings settings = GatewaySettings.at("0.0.0.0", 0, TOKEN);
    try (GatewayFixture gateway = new GatewayFixture(state, settings, (c, b, l) -> {})) {
      assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/status;/health").statusCode()).isEqualTo(401);
      assertThat(gateway.get("/healthy").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void other_names_and_other_sites_are_refused() throws Exception {
    try (GatewayFixture gateway =
        new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, l) -> {})) {
      assertProblem(
          gateway.send(gateway.request("/status").header("Origin", "http://evil.example")),
          403,
          "evil.example");
      assertThat(
              gateway
                  .send(gateway.request("/status").header("Origin", gateway.server.url()))
                  .statusCode())
          .isEqualTo(200);
      assertThat(statusLineFor(gateway, "evil.example")).contains("403");
      assertThat(statusLineFor(gateway, "localhost:1")).contains("200");
    }
  }

  private static String statusLineFor(GatewayFixture gateway, String host) throws IOException {
    URI url = URI.create(gateway.server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String request = "GET /status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] start = new byte[12];
      new DataInputStream(socket.getInputStream()).readFully(start);
      return new String(start, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void a_taken_port_is_named() {
    try (GatewayFixture gateway =
        new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, l) -> {})) {
      int port = URI.create(gateway.server.url()).getPort();
      GatewaySettings same = GatewaySettings.at("127.0.0.1", port, "");

      assertThatIllegalStateException()
          .isThrownBy(() -> new GatewayFixture(state.resolve("2"), same, (c, b, l) -> {}).close())
          .withMessageContaining("in use")
          .withMessageContaining(String.valueOf(port));
    }
  }

  @Test
  void the_server_file_is_private_and_lives_as_long_as_the_server() throws Exception {
    Path file = state.resolve("server.json");
    try (GatewayFixture gateway =
        new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, l) -> {})) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(ServerFile.find(state))
          .hasValueSatisfying(
              found -> {
                assertThat(found.url()).isEqualTo(gateway.server.url());
                assertThat(found.toString()).doesNotContain(found.token());
              });
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void the_file_of_a_dead_process_is_no_server() throws Exception {
    ServerFiles.write(
        state.resolve("server.json"),
        new ServerFile("http://127.0.0.1:1", 1, "t", Long.MAX_VALUE, null));
    assertThat(ServerFile.find(state)).isEmpty();

    Files.writeString(state.resolve("server.json"), "{");
    assertThat(ServerFile.find(state)).isEmpty();
  }
}
