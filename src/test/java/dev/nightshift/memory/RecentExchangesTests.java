package dev.nightshift.memory;

import static dev.nightshift.memory.RecentExchanges.Standing.ANY;
import static dev.nightshift.memory.RecentExchanges.Standing.CORRECTED;
import static dev.nightshift.memory.RecentExchanges.Standing.FAILURE;
import static dev.nightshift.memory.RecentExchanges.Standing.SUCCESS;
import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.exchange;
import static dev.nightshift.memory.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Exchange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leafing through the memory, newest first. */
class RecentExchangesTests {
  private static final Window ALL = new Window(Instant.EPOCH, NOON.plusSeconds(1000));

  @TempDir Path directory;

  @Test
  void the_outcome_in_force_decides_where_an_exchange_is_listed() {
    try (LuceneMemory memory = Samples.open(directory)) {
      memory.record(exchange("right", NOON, "one", true));
      memory.record(exchange("wrong", NOON.plusSeconds(1), "two", false));
      memory.record(exchange("defended", NOON.plusSeconds(2), "three", false));
      memory.record(up("u", "defended", NOON.plusSeconds(3)));
      memory.record(exchange("corrected", NOON.plusSeconds(4), "four", true));
      memory.record(correction("c", "corrected", NOON.plusSeconds(5), "better"));

      assertThat(ids(memory.newest(ANY, ALL, 0, 10)))
          .containsExactly("corrected", "defended", "wrong", "right");
      assertThat(ids(memory.newest(SUCCESS, ALL, 0, 10))).containsExactly("defended", "right");
      assertThat(ids(memory.newest(FAILURE, ALL, 0, 10))).containsExactly("corrected", "wrong");
      assertThat(ids(memory.newest(CORRECTED, ALL, 0, 10))).containsExactly("corrected");
    }
  }

  @Test
  void pages_follow_each_other_and_a_window_ends_them() {
    try (LuceneMemory memory = Samples.open(directory)) {
      for (int i = 0; i < 7; i++) {
        memory.record(exchange("e" + i, NOON.plusSeconds(i), "question " + i, true));
      }

      assertThat(ids(memory.newest(ANY, ALL, 0, 3))).containsExactly("e6", "e5", "e4");
      assertThat(ids(memory.newest(ANY, ALL, 3, 3))).containsExactly("e3", "e2", "e1");
      assertThat(ids(memory.newest(ANY, ALL, 6, 3))).containsExactly("e0");
      assertThat(memory.newest(ANY, ALL, 9, 3)).isEmpty();
      Window some = new Window(NOON.plusSeconds(2), NOON.plusSeconds(4));
      assertThat(ids(memory.newest(ANY, some, 0, 9))).containsExactly("e3", "e2");
    }
  }

  @Test
  void each_of_a_window_is_handed_over_once_with_what_was_said_of_it_however_many() {
    try (LuceneMemory memory = Samples.open(directory)) {
      int many = 6_500;
      List<Exchange> all =
          IntStream.range(0, many)
              .mapToObj(i -> exchange("e" + i, NOON.plusMillis(i), "question " + i, i % 2 == 0))
              .toList();
      memory.record(all);
      memory.record(correction("c", "e0", NOON.plusSeconds(60), "better"));
      memory.record(exchange("later", NOON.plusSeconds(900), "another day", true));

      List<Remembered> given = new ArrayList<>();
      memory.each(new Window(NOON, NOON.plusSeconds(100)), given::add);

      assertThat(ids(given)).doesNotHaveDuplicates().hasSize(many).doesNotContain("later");
      assertThat(given.stream().filter(one -> one.outcome().success())).hasSize(many / 2 - 1);
      assertThat(given.stream().filter(one -> one.correction().isPresent())).hasSize(1);
    }
  }

  private static List<String> ids(List<Remembered> found) {
    return found.stream().map(one -> one.exchange().id()).toList();
  }
}
