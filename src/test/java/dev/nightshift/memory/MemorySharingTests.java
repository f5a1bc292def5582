package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MemorySharingTests {
  @RegisterExtension final SharedHouse house = SharedHouse.ofOneTest();

  @Test
  void two_homes_with_memories_become_nodes_with_one() {
    fill("a", 450);
    fill("b", 30);
    try (LuceneMemory b = Samples.open(house.directory("b"))) {
      b.record(correction("f1", "b7", NOON, "the seventh of b"));
    }
    assertThat(sharing("a").share(_ -> {}).exchanges()).isEqualTo(450);
    MemorySharing.Shared shared = sharing("b").share(_ -> {});
    assertThat(shared).isEqualTo(new MemorySharing.Shared(30, 4, false));
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b");
        LuceneMemory fresh = house.open("fresh")) {
      for (LuceneMemory each : List.of(a, b, fresh)) {
        assertThat(each.counts().exchanges()).isEqualTo(480);
        assertThat(each.find("b7").orElseThrow().feedback()).hasSize(1);
        assertThat(each.find("a449")).isPresent();
      }
    }
    assertThat(sharing("a").share(_ -> {}).exchanges()).as("it is part already").isZero();
    assertThat(MemorySharing.overview(house.shared("a")).nodes())
        .extracting(MemorySharing.Node::node)
        .containsExactly("a", "b", "fresh");
  }

  @Test
  void sharing_that_was_cut_off_is_gone_on_with_and_doubles_nothing() {
    fill("a", 700);
    List<Double> heard = new ArrayList<>();
    assertThatThrownBy(
            () ->
                sharing("a")
                    .share(
                        done -> {
                          heard.add(done);
                          if (heard.size() == 2) {
                            throw new IllegalStateException("killed");
                          }
                        }))
        .hasMessage("killed");
    assertThatThrownBy(() -> house.open("a")).hasMessageContaining("pipeline memory share");
    assertThat(sharing("a").share(_ -> {}).exchanges()).isEqualTo(300);
    assertThat(house.frames()).hasSize(4);
    try (LuceneMemory a = house.open("a");
        LuceneMemory fresh = house.open("fresh")) {
      assertThat(a.counts().exchanges()).isEqualTo(700);
      assertThat(fresh.counts().exchanges()).isEqualTo(700);
    }
  }

  @Test
  void a_memory_that_leaves_keeps_what_it_got_and_may_come_back() {
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.record(exchange("e1", NOON, "together", true));
      assertThat(b.find("e1")).isPresent();
    }
    assertThat(sharing("b").leave()).isTrue();
    assertThat(sharing("b").leave()).isFalse();
    assertThat(house.members()).extracting(LogMember::node).containsExactly("a");
    try (LuceneMemory b = Samples.open(house.directory("b"))) {
      assertThat(b.find("e1")).isPresent();
      b.record(exchange("e2", NOON, "alone", true));
    }
    assertThat(sharing("b").share(_ -> {}).exchanges()).isEqualTo(2);
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      assertThat(a.counts().exchanges()).isEqualTo(2);
      assertThat(b.counts().exchanges()).isEqualTo(2);
    }
  }

  @Test
  void after_the_database_went_back_the_nodes_make_a_new_log_of_what_they_have() {
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.record(exchange("e1", NOON, "first", true));
      a.record(exchange("e2", NOON, "second", true));
      assertThat(b.find("e2")).isPresent();
    }
    house.update("delete from memory_log");
    house.update("update memory_log_head set last_frame = 1, dropped_through = 1");
    assertThatThrownBy(() -> house.open("a")).hasMessageContaining("share --anew");
    assertThatThrownBy(() -> sharing("a").beginAnew()).hasMessageContaining("stop all nodes");
    house.update("update memory_log_node set seen_at = seen_at - 70000");

    assertThat(sharing("a").leave()).isTrue();
    assertThat(sharing("b").leave()).isTrue();
    sharing("a").beginAnew();
    assertThat(sharing("a").share(_ -> {}).restore()).isFalse();
    assertThat(sharing("b").share(_ -> {}).exchanges()).isEqualTo(2);
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.record(exchange("e3", NOON, "third", true));
      assertThat(b.find("e3")).isPresent();
      assertThat(a.counts().exchanges()).isEqualTo(3);
      assertThat(b.counts().exchanges()).isEqualTo(3);
    }
  }

  @Test
  void a_memory_that_is_open_is_left_alone() {
    try (LuceneMemory _ = Samples.open(house.directory("a"))) {
      assertThatThrownBy(() -> sharing("a").share(_ -> {})).hasMessageContaining("open elsewhere");
    }
  }

  private MemorySharing sharing(String node) {
    return new MemorySharing(house.directory(node), house.shared(node));
  }

  private void fill(String node, int count) {
    List<Exchange> many =
        IntStream.range(0, count)
            .mapToObj(i -> exchange(node + i, NOON.plusSeconds(i), "question " + i, true))
            .toList();
    try (LuceneMemory memory = Samples.open(house.directory(node))) {
      memory.record(many);
    }
  }
}
