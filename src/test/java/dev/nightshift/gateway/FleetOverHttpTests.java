package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.KeyStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other nodes and operators may ask a node for. */
class FleetOverHttpTests {
  private static final String FILE = "/fleet/adapters/adapter_20261122T020000Z_aaaaaaaa/it";
  @TempDir Path state;
  private GatewayFixture gateway;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(state.resolve("travelling"), "weights");
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, lines) -> {});
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    HttpRequest.Builder request = gateway.request(path);
    return gateway.send(
        token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
  }

  private String operator() {
    return ServerFile.find(state).orElseThrow().token();
  }

  @Test
  void anotherNodeFetchesFilesOfAdaptersAndNothingElse() throws Exception {
    HttpResponse<String> file = get(FILE, GatewayFixture.NODE_TOKEN);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).isEqualTo("weights");
    assertThat(file.headers().firstValue("Content-Length")).contains("7");
    assertThat(get(FILE + "s", GatewayFixture.NODE_TOKEN).statusCode()).isEqualTo(404);

    for (String path : new String[] {"/nodes", "/status", "/metrics", "/ops/operations/1"}) {
      assertThat(get(path, GatewayFixture.NODE_TOKEN).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void nobodyElseFetchesThem() throws Exception {
    KeyStore keys = new KeyStore(state, InstantSource.system());
    String all = keys.create("all", AccessScope.all(), null, null).secret();
    assertThat(get(FILE, all).statusCode()).isEqualTo(403);
    assertThat(get(FILE, operator()).statusCode()).isEqualTo(403);
    assertThat(get(FILE, "").statusCode()).isIn(401, 403);
    assertThat(get(FILE, "nsn_wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void operatorsAreToldWhichNodesThereAre() throws Exception {
    assertThat(get("/nodes", operator()).body()).isEqualTo("{\"nodes\":[{\"name\":\"a\"}]}");
    String asking = TestKeys.in(state).ann().secret();
    assertThat(get("/nodes", asking).statusCode()).isEqualTo(403);
  }
}
