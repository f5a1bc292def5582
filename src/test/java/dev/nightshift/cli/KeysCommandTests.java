package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.KeyStore;
import dev.nightshift.assembly.OperationsProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class KeysCommandTests {
  @TempDir Path home;
  private final FakeOperations operations = new FakeOperations();

  private CliRun keys(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "keys";
    System.arraycopy(args, 0, all, 1, args.length);
    return CliRun.of(home, operations, all);
  }

  private JsonNode json(CliRun run) {
    return OperationsProtocol.json().readTree(run.out());
  }

  @Test
  void the_key_alone_is_on_standard_output_and_opens_the_home() {
    CliRun run = keys("create", "--name", "app");

    assertThat(run.status()).isZero();
    String secret = run.out().strip();
    assertThat(new KeyStore(home.resolve("state"), InstantSource.system()).find(secret).name())
        .isEqualTo("app");
    assertThat(run.err()).contains("cannot be shown again", "ask,feedback").doesNotContain(secret);
  }

  @Test
  void scopes_rate_and_expiry_are_kept() {
    JsonNode made =
        json(
            keys(
                "create",
                "--json",
                "--name",
                "ci",
                "--scope",
                "operate,ask",
                "--rate",
                "60/m",
                "--expires",
                "90d"));

    assertThat(made.propertyNames())
        .containsExactly("id", "name", "scopes", "rate", "expires", "key");
    assertThat(made.path("scopes").toString()).isEqualTo("[\"ask\",\"operate\"]");
    assertThat(made.path("rate").stringValue()).isEqualTo("60/m");
    assertThat(Instant.parse(made.path("expires").stringValue()))
        .isBetween(
            Instant.now().plus(Duration.ofDays(89)), Instant.now().plus(Duration.ofDays(91)));
  }

  @Test
  void a_list_tells_everything_but_the_keys() {
    String secret = keys("create", "--name", "app").out().strip();

    CliRun list = keys("list", "--json");
    JsonNode key = json(list).path("keys").get(0);
    assertThat(key.propertyNames())
        .containsExactly("id", "name", "scopes", "rate", "created", "expires", "revoked", "state");
    assertThat(key.path("state").stringValue()).isEqualTo("ACTIVE");
    assertThat(list.out()).doesNotContain(secret.substring(17));
    assertThat(keys("list").out()).contains("app").doesNotContain(secret.substring(17));
  }

  @Test
  void a_revoked_key_is_told_as_such() {
    String id = keys("create", "--name", "app").out().substring(4, 16);

    CliRun run = keys("revoke", id);

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(id, "REVOKED");
    assertThat(keys("list").out()).contains("REVOKED");
  }

  @Test
  void no_keys_are_no_mistake() {
    assertThat(keys("list").status()).isZero();
    assertThat(keys("list").out()).contains("no keys");
  }

  @Test
  void wrong_use_is_told() {
    assertThat(keys().status()).isEqualTo(2);
    assertThat(keys("create").status()).isEqualTo(2);
    assertThat(keys("create", "--name", "a b").status()).isEqualTo(2);
    assertThat(keys("create", "--name", "a", "--scope", "admin").err()).contains("operate");
    assertThat(keys("create", "--name", "a", "--rate", "lots").status()).isEqualTo(2);
    assertThat(keys("create", "--name", "a", "--expires", "soon").status()).isEqualTo(2);
    assertThat(keys("revoke", "nothing").status()).isEqualTo(2);
    assertThat(keys("list").out()).as("nothing was made").contains("no keys");
  }
}
