package dev.nightshift.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.BrowserSessions.BrowserSession;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a browser has shown, and for how long that holds. */
class BrowserSessionsTests {
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");
  private final BrowserSessions sessions = new BrowserSessions(() -> now);

  @Test
  void a_session_names_the_key_until_it_ends() {
    BrowserSession one = sessions.begin("key one");
    BrowserSession two = sessions.begin("key two");

    assertThat(sessions.key(one.id())).contains("key one");
    assertThat(sessions.key(two.id())).contains("key two");
    assertThat(one.token()).isNotEqualTo(one.id()).isNotEqualTo(two.token());
    sessions.end(one.id());
    assertThat(sessions.key(one.id())).isEmpty();
    assertThat(sessions.find(two.id())).contains(two);
    assertThat(sessions.key(null)).isEmpty();
    assertThat(sessions.key("guessed")).isEmpty();
  }

  @Test
  void twelve_hours_without_use_end_it_and_use_keeps_it() {
    BrowserSession session = sessions.begin("key");
    pass(Duration.ofHours(11));
    assertThat(sessions.key(session.id())).contains("key");
    pass(Duration.ofHours(11));
    assertThat(sessions.key(session.id())).contains("key");
    pass(Duration.ofHours(12));
    assertThat(sessions.key(session.id())).isEmpty();
  }

  @Test
  void a_ticket_is_good_once_and_for_ten_minutes() {
    String ticket = sessions.ticket("key");
    assertThat(sessions.redeem(ticket).flatMap(one -> sessions.key(one.id()))).contains("key");
    assertThat(sessions.redeem(ticket)).isEmpty();

    String late = sessions.ticket("key");
    pass(Duration.ofMinutes(10));
    assertThat(sessions.redeem(late)).isEmpty();
  }

  @Test
  void a_ticket_is_no_session_and_a_session_no_ticket() {
    assertThat(sessions.key(sessions.ticket("key"))).isEmpty();
    assertThat(sessions.redeem(sessions.begin("key").id())).isEmpty();
  }

  @Test
  void the_one_that_was_not_used_for_longest_makes_room() {
    BrowserSession first = sessions.begin("first");
    BrowserSession second = sessions.begin("second");
    assertThat(sessions.key(first.id())).isPresent();
    for (int i = 0; i < 999; i++) {
      sessions.begin("more");
    }

    assertThat(sessions.key(second.id())).isEmpty();
    assertThat(sessions.key(first.id())).contains("first");
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}
