package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.KeyStore;
import dev.nightshift.access.NewKey;
import dev.nightshift.access.Rate;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysOverHttpTests {
  private static final String QUESTION = "{\"question\":\"Capital of France?\"}";

  @TempDir Path state;
  private KeyStore keys;
  private NewKey asking;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    keys = new KeyStore(state, InstantSource.system());
    asking = keys.create("app", Set.of(AccessScope.ASK), null, null);
    gateway = new GatewayFixture(state, GatewaySettings.at("0.0.0.0", 0, ""), (c, b, lines) -> {});
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> ask(NewKey key, String body) throws Exception {
    return gateway.send(with(gateway.posting("/ask", body), key));
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, NewKey key) {
    return request.header("Authorization", "Bearer " + key.secret());
  }

  @Test
  void a_key_opens_what_it_is_for_and_nothing_else() throws Exception {
    assertThat(ask(asking, QUESTION).statusCode()).isEqualTo(200);

    HttpResponse<String> feedback =
        gateway.send(with(gateway.posting("/feedback", "{\"id\":\"x\",\"type\":\"up\"}"), asking));
    assertProblem(feedback, 403, "feedback");
    assertThat(feedback.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("insufficient_scope");
    assertProblem(gateway.send(with(gateway.posting("/ops/status", "{}"), asking)), 403, "operate");
    assertThat(gateway.send(with(gateway.request("/metrics"), asking)).statusCode()).isEqualTo(200);
  }

  @Test
  void without_a_key_or_with_a_wrong_one_the_challenge_says_so() throws Exception {
    HttpResponse<String> none = gateway.post("/ask", QUESTION);
    assertProblem(none, 401, "pipeline keys create");
    assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");

    HttpResponse<String> wrong =
        gateway.send(gateway.posting("/ask", QUESTION).header("Authorization", "Bearer nonsense"));
    assertProblem(wrong, 401, "not a key");
    assertThat(wrong.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
    assertThat(gateway.model.asked.get()).as("nothing was computed").isZero();
  }

  @Test
  void a_revoked_key_is_refused_from_the_next_request_on() throws Exception {
    assertThat(ask(asking, QUESTION).statusCode()).isEqualTo(200);

    new KeyStore(state, InstantSource.system()).revoke(asking.key().id());

    assertProblem(ask(asking, QUESTION), 401, "revoked");
  }

  @Test
  void a_new_key_is_good_at_once() throws Exception {
    NewKey more =
        new KeyStore(state, InstantSource.system())
            .create("late", Set.of(AccessScope.ASK), null, null);

    assertThat(ask(more, QUESTION).statusCode()).isEqualTo(200);
  }

  @Test
  void the_author_is_the_keys_user() throws Exception {
    ask(asking, QUESTION);
    assertThat(gateway.memory.exchanges.getLast().author()).isEqualTo("app");

    ask(asking, "{\"question\":\"q\",\"author\":\"ann\"}");
    assertThat(gateway.memory.exchanges.getLast().author()).isEqualTo("app/ann");

    assertProblem(ask(asking, "{\"question\":\"q\",\"author\":\"a\\u0000\"}"), 400, "author");
  }

  @Test
  void a_limited_key_is_told_how_it_stands_and_turned_away() throws Exception {
    NewKey limited = keys.create("slow", Set.of(AccessScope.ASK), Rate.parse("2/d"), null);

    HttpHeaders first = ask(limited, QUESTION).headers();
    assertThat(first.firstValue("RateLimit-Limit")).hasValue("2");
    assertThat(first.firstValue("RateLimit-Remaining")).hasValue("1");
    assertThat(first.firstValue("RateLimit-Policy")).hasValue("\"key\";q=2;w=86400");
    assertThat(first.firstValue("RateLimit").orElse("")).startsWith("\"key\";r=1;t=");
    assertThat(Long.parseLong(first.firstValue("RateLimit-Reset").orElse("0")))
        .isBetween(1L, 43200L);
    assertThat(first.firstValue("Retry-After")).isEmpty();

    ask(limited, QUESTION);
    int asked = gateway.model.asked.get();
    HttpResponse<String> refused = ask(limited, QUESTION);
    assertProblem(refused, 429, "2/d");
    assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElse("0")))
        .isBetween(1L, 43200L);
    assertThat(gateway.model.asked.get()).isEqualTo(asked);
    assertThat(ask(asking, QUESTION).headers().firstValue("RateLimit-Limit")).isEmpty();
  }

  @Test
  void a_browser_may_send_the_key_as_a_password() throws Exception {
    String basic =
        Base64.getEncoder()
            .encodeToString(("me:" + asking.secret()).getBytes(StandardCharsets.UTF_8));

    assertThat(
            gateway
                .send(gateway.request("/status").header("Authorization", "Basic " + basic))
                .statusCode())
        .isEqualTo(200);
    assertProblem(
        gateway.send(gateway.request("/status").header("Authorization", "Basic ???")),
        401,
        "not a key");
  }

  @Test
  void keys_that_cannot_be_read_let_nobody_in_and_are_no_ones_business() throws Exception {
    Files.writeString(state.resolve("keys.json"), "{");

    HttpResponse<String> response = ask(asking, QUESTION);
    assertProblem(response, 503, "log");
    assertThat(response.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(response.body()).doesNotContain(state.toString());
    assertThat(gateway.get("/health").body()).doesNotContain("parts");
  }

  @Test
  void health_shows_its_parts_to_whoever_has_a_key() throws Exception {
    assertThat(gateway.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(gateway.send(with(gateway.request("/health"), asking)).body()).contains("parts");
    assertThat(
            gateway
                .send(gateway.request("/health").header("Authorization", "Bearer nonsense"))
                .statusCode())
        .isEqualTo(200);
  }
}
