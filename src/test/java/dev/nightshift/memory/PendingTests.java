package dev.nightshift.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Exchange;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingTests {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Pending pending = new Pending();

  private Frame frame(long number, int exchanges) {
    List<Exchange> all =
        IntStream.range(0, exchanges)
            .mapToObj(n -> Samples.exchange(number + "-" + n, NOON, "What?", false))
            .toList();
    Frame frame = new Frame(number, all, List.of());
    pending.add(frame);
    return frame;
  }

  @Test
  void what_takes_room_is_counted_until_the_index_has_it() {
    long first = frame(1, 3).footprint();
    long second = frame(2, 5).footprint();

    assertThat(pending.footprint()).isEqualTo(first + second);
    pending.remove(1);
    assertThat(pending.footprint()).isEqualTo(second);
    pending.remove(2);
    assertThat(pending.footprint()).isZero();
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void room_is_made_by_the_oldest_frames_and_none_is_torn_apart() {
    frame(1, 3);
    frame(2, 3);
    frame(3, 3);

    assertThat(pending.oldest(4).through()).isEqualTo(2);
    assertThat(pending.oldest(4).entries()).isEqualTo(6);
    assertThat(pending.oldest(100).entries()).isEqualTo(9);
    assertThat(pending.all().through()).isEqualTo(3);
  }

  @Test
  void what_is_due_comes_in_pieces_in_the_order_of_the_log() {
    frame(1, 1);
    frame(2, 1);
    frame(3, 1);
    assertThat(pending.due(10).entries()).as("none has its vector").isZero();

    for (Pending.Waiting next = pending.next(); next != null; next = pending.next()) {
      next.embedded(new float[] {1});
    }

    assertThat(pending.due(2).through()).isEqualTo(2);
    pending.remove(2);
    assertThat(pending.due(2).through()).isEqualTo(3);
  }

  @Test
  void long_texts_take_more_room_than_short_ones() {
    Exchange brief = Samples.exchange("a", NOON, "What?", false);
    Exchange lengthy = Samples.exchange("a", NOON, "What? ".repeat(1000), false);

    assertThat(new Frame(1, List.of(lengthy), List.of()).footprint())
        .isGreaterThan(new Frame(1, List.of(brief), List.of()).footprint() + 11_000);
  }
}
