package dev.nightshift.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.access.AccessException.Code;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallersTests {
  private static final String TOKEN = "a-token-for-tests";
  private static final List<AccessScope> ASK = List.of(AccessScope.ASK);

  @TempDir Path state;
  private KeyStore keys;

  @BeforeEach
  void open() {
    keys = new KeyStore(state, InstantSource.system());
  }

  @Test
  void on_this_machine_anyone_may_ask_until_there_is_a_key() {
    Callers callers = new Callers(keys, "", false);
    assertThat(callers.identify(null).scopes())
        .containsExactlyInAnyOrder(AccessScope.ASK, AccessScope.FEEDBACK);
    assertThat(callers.identify("sk-dummy").known()).isTrue();

    NewKey made = keys.create("app", Set.of(AccessScope.ASK), null, null);

    assertThat(callers.identify(null).known()).isFalse();
    assertThatThrownBy(() -> callers.identify("sk-dummy"))
        .isInstanceOfSatisfying(
            AccessException.class, e -> assertThat(e.code()).isEqualTo(Code.REFUSED));
    assertThat(callers.identify(made.secret()).name()).isEqualTo("app");

    keys.revoke(made.key().id());
    assertThat(callers.identify(null).known()).as("not open again").isFalse();
  }

  @Test
  void where_others_reach_it_a_key_is_always_needed() {
    Callers callers = new Callers(keys, "", true);

    assertThat(callers.closedToAll()).isTrue();
    assertThat(callers.identify(null).known()).isFalse();
    assertThat(new Callers(keys, TOKEN, true).closedToAll()).isFalse();
  }

  @Test
  void the_configured_token_is_a_key_for_asking_and_feedback() {
    Callers callers = new Callers(keys, TOKEN, true);

    Caller caller = callers.identify(TOKEN);
    assertThat(caller.scopes()).containsExactlyInAnyOrder(AccessScope.ASK, AccessScope.FEEDBACK);
    assertThat(caller.name()).isEqualTo("api-token");
    assertThatThrownBy(() -> callers.identify(TOKEN + "x")).isInstanceOf(AccessException.class);
  }

  @Test
  void commands_may_do_everything() {
    Callers callers = new Callers(keys, "", true);

    assertThat(callers.identify(callers.operatorToken()).scopes())
        .containsExactlyInAnyOrderElementsOf(AccessScope.all());
    assertThat(new Callers(keys, "", true).operatorToken()).isNotEqualTo(callers.operatorToken());
  }

  @Test
  void a_scope_that_is_missing_is_told_from_a_key_that_is() {
    Caller feedback = Caller.of(keys.create("f", Set.of(AccessScope.FEEDBACK), null, null).key());

    feedback.require(List.of(AccessScope.FEEDBACK, AccessScope.ASK));
    feedback.require(List.of());
    assertThatThrownBy(() -> feedback.require(ASK))
        .isInstanceOfSatisfying(
            AccessException.class, e -> assertThat(e.code()).isEqualTo(Code.SCOPE))
        .hasMessageContaining("ask");
    assertThatThrownBy(() -> Caller.stranger().require(ASK))
        .isInstanceOfSatisfying(
            AccessException.class, e -> assertThat(e.code()).isEqualTo(Code.MISSING));
    assertThatThrownBy(() -> Caller.local().require(List.of(AccessScope.OPERATE)))
        .hasMessageContaining("server.json");
  }

  @Test
  void a_keys_user_cannot_take_anothers_name() {
    Caller app = Caller.of(keys.create("app", Set.of(AccessScope.ASK), null, null).key());

    assertThat(app.author(null)).isEqualTo("app");
    assertThat(app.author(" ")).isEqualTo("app");
    assertThat(app.author("app")).isEqualTo("app");
    assertThat(app.author("other")).isEqualTo("app/other");
    assertThat(app.author("app/ann")).isEqualTo("app/ann");
    assertThat(app.author("anonymous")).isEqualTo("app/anonymous");
  }

  @Test
  void without_keys_a_client_is_believed() {
    assertThat(Caller.local().author(null)).isEqualTo("anonymous");
    assertThat(Caller.local().author("ann")).isEqualTo("ann");
    assertThatThrownBy(() -> Caller.local().author("a\nb")).isInstanceOf(AccessException.class);
    assertThatThrownBy(() -> Caller.local().author("a".repeat(201)))
        .isInstanceOf(AccessException.class);
  }
}
