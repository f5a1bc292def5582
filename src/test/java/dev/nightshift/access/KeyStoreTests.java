package dev.nightshift.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.access.AccessException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreTests {
  private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");
  private static final Set<AccessScope> ASK = Set.of(AccessScope.ASK);

  @TempDir Path state;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

  private KeyStore store() {
    return new KeyStore(state, now::get);
  }

  private Path file() {
    return state.resolve("keys.json");
  }

  @Test
  void a_key_is_found_again_by_itself_and_by_nothing_like_it() {
    KeyStore store = store();
    NewKey made = store.create("app", ASK, Rate.parse("60/m"), NOW.plusSeconds(60));

    assertThat(made.secret()).matches("nsk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}");
    assertThat(store.find(made.secret())).isEqualTo(made.key());
    String last = made.secret().endsWith("A") ? "B" : "A";
    refused(() -> store.find(made.secret().substring(0, made.secret().length() - 1) + last));
    refused(() -> store.find(made.secret() + "x"));
    refused(() -> store.find(made.key().id()));
    refused(() -> store.find(""));
    assertThat(store.create("app", ASK, null, null).secret()).isNotEqualTo(made.secret());
  }

  @Test
  void the_file_is_private_and_holds_no_key() throws IOException {
    NewKey made = store().create("app", ASK, null, null);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file()))
        .contains(made.key().id(), made.key().sha256())
        .doesNotContain(made.secret().substring("nsk_".length() + 13));
    assertThat(made.toString()).doesNotContain(made.secret());
  }

  @Test
  void everything_about_a_key_survives_the_file() {
    NewKey limited =
        store().create("a.b-c_d", AccessScope.all(), Rate.parse("5/h"), NOW.plusSeconds(9));
    NewKey plain = store().create("app", ASK, null, null);

    assertThat(store().list()).containsExactly(limited.key(), plain.key());
  }

  @Test
  void another_process_sees_keys_at_once() {
    KeyStore server = store();
    assertThat(server.isEmpty()).isTrue();

    NewKey made = store().create("app", ASK, null, null);
    assertThat(server.find(made.secret()).name()).isEqualTo("app");

    store().revoke(made.key().id());
    assertThatThrownBy(() -> server.find(made.secret())).hasMessageContaining("revoked");
    assertThat(server.isEmpty()).as("what closed the server stays").isFalse();
  }

  @Test
  void many_changes_in_quick_succession_are_all_seen() {
    KeyStore server = store();
    KeyStore other = store();
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      secrets.add(other.create("app" + i, ASK, null, null).secret());
      assertThat(server.find(secrets.getLast()).name()).isEqualTo("app" + i);
    }
    for (String secret : secrets) {
      other.revoke(secret.substring(4, 16));
      refused(() -> server.find(secret));
    }
  }

  @Test
  void an_expired_key_is_refused() {
    NewKey made = store().create("app", ASK, null, NOW.plus(Duration.ofDays(90)));
    now.set(NOW.plus(Duration.ofDays(90)).minusMillis(1));
    assertThat(store().find(made.secret())).isEqualTo(made.key());

    now.set(NOW.plus(Duration.ofDays(90)));
    assertThatThrownBy(() -> store().find(made.secret())).hasMessageContaining("expired");
    assertThat(store().list().getFirst().state(now.get())).isEqualTo(ApiKey.State.EXPIRED);
  }

  @Test
  void a_key_is_revoked_once() {
    NewKey made = store().create("app", ASK, null, null);
    store().revoke(made.key().id());
    now.set(NOW.plusSeconds(60));

    assertThat(store().revoke(made.key().id()).revoked()).isEqualTo(NOW);
    assertThatThrownBy(() -> store().revoke("0123456789ab"))
        .isInstanceOfSatisfying(
            AccessException.class, e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN_ID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a/b", "anonymous", "cli", "operator", "api-token", "a b", "-a", "ä"})
  void some_names_cannot_be_given(String name) {
    assertThatThrownBy(() -> store().create(name, ASK, null, null))
        .isInstanceOfSatisfying(
            AccessException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID));
    assertThat(file()).doesNotExist();
  }

  @Test
  void a_key_that_has_expired_already_is_not_made() {
    assertThatThrownBy(() -> store().create("app", ASK, null, NOW))
        .isInstanceOf(AccessException.class);
    assertThatThrownBy(() -> store().create("app", Set.of(), null, null))
        .isInstanceOf(AccessException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"version\":2,\"keys\":[]}",
        "{\"version\":1,\"keys\":[{\"id\":\"x\"}]}",
        "{\"version\":1,\"keys\":[{\"id\":\"0123456789ab\",\"name\":\"a\",\"sha256\":\"\"}]}"
      })
  void a_damaged_file_lets_nobody_in_and_is_named(String text) throws IOException {
    NewKey made = store().create("app", ASK, null, null);
    KeyStore server = store();
    server.find(made.secret());
    Files.writeString(file(), text);

    for (ThrowingCallable look :
        List.<ThrowingCallable>of(
            () -> server.find(made.secret()),
            server::isEmpty,
            () -> server.create("b", ASK, null, null))) {
      assertThatThrownBy(look)
          .isInstanceOfSatisfying(
              AccessException.class, e -> assertThat(e.code()).isEqualTo(Code.UNREADABLE))
          .hasMessageContaining(file().toString());
    }
    assertThat(Files.readString(file())).isEqualTo(text);
  }

  private static void refused(ThrowingCallable look) {
    assertThatThrownBy(look)
        .isInstanceOfSatisfying(
            AccessException.class, e -> assertThat(e.code()).isEqualTo(Code.REFUSED));
  }
}
