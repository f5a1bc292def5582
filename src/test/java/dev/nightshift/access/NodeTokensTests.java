package dev.nightshift.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTokensTests {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static NodeTokens at(Instant time) {
    return new NodeTokens(SECRET, InstantSource.fixed(time));
  }

  @Test
  void aTokenIsGoodForOneNodeAndAFewMinutes() {
    String token = at(NOON).of("b");
    assertThat(at(NOON).right(token, "b")).isTrue();
    assertThat(at(NOON.plusSeconds(290)).right(token, "b")).isTrue();
    assertThat(at(NOON.minusSeconds(290)).right(token, "b")).isTrue();
    assertThat(at(NOON.plusSeconds(310)).right(token, "b")).isFalse();
    assertThat(at(NOON).right(token, "c")).isFalse();
    assertThat(token).doesNotContain(SECRET);
  }

  @Test
  void nobodyWithoutTheSecretMakesOne() {
    NodeTokens other = new NodeTokens(SECRET.replace('0', '1'), InstantSource.fixed(NOON));
    assertThat(at(NOON).right(other.of("b"), "b")).isFalse();
    for (String bad : new String[] {"", "nsn_", SECRET, "nsn_1_" + "0".repeat(64), "nsn_x_y"}) {
      assertThat(at(NOON).right(bad, "b")).as(bad).isFalse();
    }
    assertThat(NodeTokens.none().right(at(NOON).of("b"), "b")).isFalse();
    assertThatThrownBy(() -> NodeTokens.none().of("b")).isInstanceOf(AccessException.class);
    assertThat(at(NOON).toString()).doesNotContain(SECRET);
  }

  @Test
  void anotherNodeMayFetchAdaptersAndNothingElse(@TempDir Path state) {
    KeyStore keys = new KeyStore(state, InstantSource.system());
    String token = at(NOON).of("b");
    Callers callers = new Callers(keys, "", false, sent -> at(NOON).right(sent, "b"));
    Caller node = callers.identify(token);
    assertThat(node.scopes()).containsExactly(AccessScope.NODE);
    node.require(List.of(AccessScope.NODE));
    assertThatThrownBy(() -> node.require(List.of(AccessScope.OPERATE)))
        .isInstanceOf(AccessException.class);
    assertThatThrownBy(() -> callers.identify(null).require(List.of(AccessScope.NODE)))
        .hasMessage("this is for other nodes of the fleet, which know nightshift.fleet.secret");
    assertThatThrownBy(() -> AccessScope.parse(List.of("node"))).hasMessageContaining("no scope");
  }
}
