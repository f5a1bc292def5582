package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.down;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.nightshift.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SharedLogTests {
  private static final Window ALWAYS =
      new Window(NOON.minusSeconds(86_400), NOON.plusSeconds(86_400));

  @RegisterExtension final SharedHouse house = SharedHouse.ofOneTest();

  @Test
  void an_answer_of_one_node_can_be_corrected_at_another_in_the_same_moment() {
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.record(exchange("e1", NOON, "who keeps the bees", true));
      b.record(correction("f1", "e1", NOON, "Tamsin does"));

      assertThat(b.find("e1").orElseThrow().correction()).isPresent();
      assertThat(b.corrected("who keeps the bees", 3)).hasSize(1);
      // What makes a look for more than it has: an id that it does not know.
      assertThat(a.find("e2")).isEmpty();
      assertThat(a.corrected("who keeps the bees", 3).getFirst().remembered().correction())
          .hasValueSatisfying(said -> assertThat(said.correction()).isEqualTo("Tamsin does"));
      assertThat(a.failures(ALWAYS)).hasSize(1);
    }
  }

  @Test
  void an_id_that_no_node_knows_is_refused() {
    try (LuceneMemory a = house.open("a")) {
      assertThatThrownBy(() -> a.record(down("f1", "nobody's", NOON)))
          .asInstanceOf(type(MemoryException.class))
          .extracting(MemoryException::code)
          .isEqualTo(MemoryException.Code.UNKNOWN_EXCHANGE);
      assertThat(house.frames()).isEmpty();
    }
  }

  @Test
  void what_two_nodes_record_counts_once() {
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.record(exchange("e1", NOON, "the first", false));
      b.record(exchange("e1", NOON, "the second", false));
      a.record(down("f1", "e1", NOON));
      b.record(down("f1", "e1", NOON));

      assertThat(house.frames()).hasSize(2);
      for (LuceneMemory each : List.of(a, b)) {
        assertThat(each.find("e1").orElseThrow().exchange().question()).isEqualTo("the first");
        assertThat(each.find("e1").orElseThrow().feedback()).hasSize(1);
        assertThat(each.counts().exchanges()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_frame_that_is_in_the_log_twice_changes_nothing() {
    try (LuceneMemory a = house.open("a")) {
      a.record(exchange("e1", NOON, "what is asked", false));
      a.record(correction("f1", "e1", NOON, "what is right"));
    }
    house.update(
        "insert into memory_log select frame + 2, mark + 1, kind, node, appended_at, checksum,"
            + " body from memory_log");
    house.update("update memory_log_head set last_frame = 4");
    try (LuceneMemory a = house.open("a");
        LuceneMemory fresh = house.open("fresh")) {
      for (LuceneMemory each : List.of(a, fresh)) {
        assertThat(each.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 1));
        assertThat(each.find("e1").orElseThrow().feedback()).hasSize(1);
        assertThat(each.sharedLog().orElseThrow().seen()).isEqualTo(4);
      }
    }
  }

  @Test
  void many_writers_on_three_nodes_make_one_order_without_holes() throws Exception {
    int writers = 4;
    int each = 25;
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b");
        LuceneMemory c = house.open("c");
        ExecutorService threads = Executors.newFixedThreadPool(3 * writers)) {
      List<LuceneMemory> nodes = List.of(a, b, c);
      List<Future<?>> all = new ArrayList<>();
      for (int w = 0; w < 3 * writers; w++) {
        LuceneMemory node = nodes.get(w % 3);
        LuceneMemory other = nodes.get((w + 1) % 3);
        String name = "w" + w + "-";
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    node.record(exchange(name + i, NOON, "question " + name + i, true));
                    other.record(correction("f-" + name + i, name + i, NOON, "better"));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
      List<LogRow> frames = house.frames();
      assertThat(frames)
          .extracting(LogRow::number)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, frames.size()).mapToObj(i -> (long) i).toList());
      long total = 3L * writers * each;
      for (LuceneMemory node : nodes) {
        assertThat(node.find("no such")).isEmpty();
        assertThat(node.counts()).isEqualTo(new ExchangeMemory.Counts(total, total, total));
        assertThat(node.sharedLog().orElseThrow().seen()).isEqualTo(frames.size());
      }
    }
  }

  @Test
  void a_node_that_was_down_and_a_new_one_get_what_they_missed() {
    try (LuceneMemory a = house.open("a")) {
      try (LuceneMemory b = house.open("b")) {
        b.record(exchange("e0", NOON, "before", false));
      }
      for (int i = 1; i <= 60; i++) {
        a.record(exchange("e" + i, NOON.plusSeconds(i), "question " + i, i % 2 == 0));
      }
      a.record(correction("f1", "e7", NOON, "the seventh"));
    }
    try (LuceneMemory b = house.open("b");
        LuceneMemory c = house.open("c")) {
      for (LuceneMemory each : List.of(b, c)) {
        assertThat(each.counts().exchanges()).isEqualTo(61);
        assertThat(each.corrected("question 7", 1).getFirst().remembered().exchange().id())
            .isEqualTo("e7");
      }
      assertThat(b.newest(RecentExchanges.Standing.ANY, ALWAYS, 0, 100))
          .isEqualTo(c.newest(RecentExchanges.Standing.ANY, ALWAYS, 0, 100));
    }
  }

  @Test
  void a_long_list_goes_by_the_log_too_in_parts() {
    List<Exchange> many =
        IntStream.range(0, 1200)
            .mapToObj(i -> exchange("e" + i, NOON.plusSeconds(i), "question " + i, true))
            .toList();
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.record(many);
      assertThat(house.frames()).hasSize(3);
      a.record(many);
      assertThat(house.frames()).as("recorded again").hasSize(3);
      assertThat(b.find("e1199")).isPresent();
      assertThat(b.counts().exchanges()).isEqualTo(1200);
    }
  }

  @Test
  void without_the_database_nothing_is_acknowledged_and_all_is_well_when_it_is_back() {
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.record(exchange("e1", NOON, "before", false));
      house.away(true);
      assertThatThrownBy(() -> a.record(exchange("e2", NOON, "meanwhile", false)))
          .asInstanceOf(type(MemoryException.class))
          .extracting(MemoryException::code)
          .isEqualTo(MemoryException.Code.IO);
      assertThatThrownBy(() -> b.record(down("f1", "e1", NOON)))
          .as("not unknown, only not to be known now")
          .asInstanceOf(type(MemoryException.class))
          .extracting(MemoryException::code)
          .isEqualTo(MemoryException.Code.IO);
      assertThat(a.find("e1")).isPresent();
      assertThat(a.counts().exchanges()).isEqualTo(1);
      assertThat(a.sharedLog().orElseThrow().trouble()).isPresent();

      house.away(false);
      assertThat(a.find("e2")).isEmpty();
      a.record(exchange("e3", NOON, "after", false));
      b.record(down("f1", "e1", NOON));
      assertThat(a.sharedLog().orElseThrow().trouble()).isEmpty();
      assertThat(b.counts().exchanges()).isEqualTo(2);
    }
  }
}
