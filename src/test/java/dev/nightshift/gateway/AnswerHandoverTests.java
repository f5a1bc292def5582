package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.gateway.AnswerHandover.News;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerHandoverTests {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AnswerHandover handover = new AnswerHandover(10);

  @Test
  void pieces_come_joined_and_before_the_end() throws InterruptedException {
    News end = new News.Failed(new IllegalStateException("x"));
    handover.piece("Pa");
    handover.piece("ris");
    handover.end(end);

    assertThat(handover.next(LONG)).isEqualTo(new News.Text("Paris", List.of()));
    assertThat(handover.next(LONG)).isEqualTo(end);
    assertThat(handover.cancelled()).isFalse();
  }

  @Test
  void nothing_is_news_too_after_a_while() throws InterruptedException {
    assertThat(handover.next(Duration.ofMillis(1))).isEqualTo(new News.Nothing());
  }

  @Test
  void who_waits_hears_at_once() throws InterruptedException {
    Thread writer = Thread.ofVirtual().start(() -> handover.piece("now"));

    assertThat(handover.next(LONG)).isEqualTo(new News.Text("now", List.of()));
    writer.join();
  }

  @Test
  void who_is_too_far_behind_loses_the_answer_and_is_told_why() throws InterruptedException {
    handover.piece("0123456789");
    assertThat(handover.cancelled()).isFalse();
    handover.piece("x");

    assertThat(handover.cancelled()).isTrue();
    handover.end(
        new News.Failed(
            new ServingException(ServingException.Code.CANCELLED, "the engine's word")));
    assertThat(handover.next(LONG))
        .isInstanceOfSatisfying(
            News.Failed.class,
            failed -> assertThat(failed.cause()).hasMessageContaining("reads too slowly"));
  }

  @Test
  void who_keeps_up_may_get_any_length() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      handover.piece("012345678");
      assertThat(handover.next(LONG)).isEqualTo(new News.Text("012345678", List.of()));
    }

    assertThat(handover.cancelled()).isFalse();
  }

  @Test
  void a_long_answer_in_one_piece_is_nobodys_slowness() throws InterruptedException {
    handover.piece("0123456789 and more");

    assertThat(handover.next(LONG)).isEqualTo(new News.Text("0123456789 and more", List.of()));
    assertThat(handover.cancelled()).isFalse();
  }

  @Test
  void who_has_left_gets_nothing_more() throws InterruptedException {
    handover.leave();
    handover.piece("x");

    assertThat(handover.cancelled()).isTrue();
    assertThat(handover.next(Duration.ofMillis(1))).isEqualTo(new News.Nothing());
  }
}
