package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is taken out of a shared log, and who may join it. */
class SharedLogKeepingTests {
  @RegisterExtension final SharedHouse house = SharedHouse.ofOneTest();

  @Test
  void what_is_erased_at_one_node_is_gone_at_all_and_from_the_frames() throws IOException {
    Feedback said = correction("f2", "e2", NOON, "also secretly");
    try (LuceneMemory a = house.open("a")) {
      try (LuceneMemory b = house.open("b")) {
        a.record(exchange("e1", NOON, "the secret question", false));
        a.record(correction("f1", "e1", NOON, "secretly better"));
        b.record(exchange("e2", NOON, "another question", false));
        b.record(said);
        assertThat(a.find("e2").orElseThrow().feedback()).hasSize(1);
      }
      a.erase(Set.of("e1"), List.of(said));

      assertThat(a.find("e1")).isEmpty();
      assertThat(house.frames()).noneMatch(row -> row.body().contains("secret"));
      assertThat(files("a")).doesNotContain("secret");
      assertThat(files("b")).contains("secret");
    }
    try (LuceneMemory b = house.open("b", SharedHouse.following(Duration.ofMillis(10)));
        LuceneMemory fresh = house.open("fresh")) {
      for (LuceneMemory each : List.of(b, fresh)) {
        assertThat(each.find("e1")).isEmpty();
        assertThat(each.find("e2").orElseThrow().feedback()).isEmpty();
        assertThat(each.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 0));
      }
      await(() -> !b.sharedLog().orElseThrow().expunging());
      assertThat(files("b")).doesNotContain("secret");
      assertThat(files("fresh")).doesNotContain("secret");
    }
  }

  @Test
  void what_was_erased_can_be_recorded_anew() {
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.record(exchange("e1", NOON, "once", false));
      b.erase(Set.of("e1"), List.of());
      a.record(exchange("e1", NOON, "again", false));

      assertThat(b.find("e1").orElseThrow().exchange().question()).isEqualTo("again");
      assertThat(a.find("e1").orElseThrow().exchange().question()).isEqualTo("again");
    }
  }

  @Test
  void an_erasure_that_was_cut_off_here_is_finished_at_the_next_start() throws IOException {
    try (LuceneMemory a = house.open("a")) {
      a.record(exchange("e1", NOON, "the secret question", false));
    }
    house
        .shared("looking")
        .transaction(
            connection -> {
              LogHead head = LogHead.lock(connection);
              Write.Erasure erasure = Write.Erasure.of(Set.of("e1"), List.of());
              LogRow.erased(head.last() + 1, 7, erasure).insert(connection, "killed");
              head.at(head.last() + 1).write(connection);
              return true;
            });
    try (LuceneMemory a = house.open("a", SharedHouse.following(Duration.ofMillis(10)))) {
      assertThat(a.find("e1")).isEmpty();
      await(() -> !a.sharedLog().orElseThrow().expunging());
      await(() -> house.frames().stream().noneMatch(row -> row.body().contains("secret")));
      assertThat(files("a")).doesNotContain("secret");
    }
  }

  @Test
  void frames_go_when_all_have_them_and_who_lacks_them_is_refused() {
    try (LuceneMemory a = house.open("a")) {
      a.record(exchange("e1", NOON, "first", false));
      assertThat(drop()).as("one copy is not enough").isZero();
      try (LuceneMemory b = house.open("b")) {
        a.record(exchange("e2", NOON, "second", false));
        assertThat(b.find("e2")).isPresent();
      }
      assertThat(drop()).as("not on anybody's disk, as far as is known").isZero();
    }
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      a.counts();
      b.counts();
    }
    try (LuceneMemory a = house.open("a");
        LuceneMemory b = house.open("b")) {
      assertThat(drop()).isEqualTo(2);
      assertThat(house.frames()).isEmpty();
      a.record(exchange("e3", NOON, "third", false));
      assertThat(b.find("e3")).isPresent();

      assertThatThrownBy(() -> house.open("fresh"))
          .asInstanceOf(type(MemoryException.class))
          .satisfies(e -> assertThat(e.code()).isEqualTo(MemoryException.Code.DETACHED))
          .extracting(Throwable::getMessage)
          .asString()
          .contains("after 2 only", "pipeline backup", "pipeline restore");
      assertThat(house.members()).extracting(LogMember::node).containsExactly("a", "b");
    }
  }

  @Test
  void a_copy_of_a_node_is_a_new_node() throws IOException {
    try (LuceneMemory a = house.open("a");
        LuceneMemory _ = house.open("b")) {
      a.record(exchange("e1", NOON, "first", false));
      try (MemorySnapshot snapshot = a.snapshot()) {
        for (Path file : snapshot.files()) {
          Path copy = house.directory("copy").resolve(snapshot.root().relativize(file));
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
      a.record(exchange("e2", NOON, "second", false));
    }
    house.update("delete from memory_log where frame = 1");
    house.update("update memory_log_head set dropped_through = 1");
    try (LuceneMemory copy = house.open("copy")) {
      assertThat(copy.counts().exchanges()).isEqualTo(2);
    }
  }

  @Test
  void two_homes_do_not_follow_under_one_name() {
    try (LuceneMemory a = house.open("a")) {
      a.record(exchange("e1", NOON, "first", false));
      assertThatThrownBy(
              () ->
                  LuceneMemory.open(
                      house.directory("other"),
                      new WordEmbedder(),
                      SharedHouse.settings(),
                      house.shared("a")))
          .hasMessageContaining("another home")
          .hasMessageContaining("state/node");
    }
    house.open("a").close();
  }

  @Test
  void a_memory_and_a_log_that_do_not_belong_together_are_refused() {
    try (LuceneMemory own = Samples.open(house.directory("own"))) {
      own.record(exchange("e1", NOON, "first", false));
    }
    assertDetached(() -> house.open("own"), "pipeline memory share");
    try (LuceneMemory a = house.open("a")) {
      a.record(exchange("e1", NOON, "first", false));
      a.record(exchange("e2", NOON, "second", false));
    }
    assertDetached(() -> Samples.open(house.directory("a")), "pipeline memory leave");
    try (SharedHouse other = house.moved()) {
      other.open("elsewhere").close();
      assertDetached(() -> other.open("a"), "follows another log");
    }
    house.update("update memory_log set mark = mark + 1 where frame = 2");
    assertDetached(() -> house.open("a"), "restored from a backup");
    house.update("delete from memory_log where frame = 2");
    house.update("update memory_log_head set last_frame = 1");
    assertDetached(() -> house.open("a"), "restored from a backup");
  }

  @Test
  void a_damaged_frame_is_not_taken_for_a_good_one() {
    try (LuceneMemory a = house.open("a")) {
      a.record(exchange("e1", NOON, "first", false));
    }
    house.update("update memory_log set body = replace(body, 'first', 'fifth')");
    assertThatThrownBy(() -> house.open("b"))
        .asInstanceOf(type(MemoryException.class))
        .extracting(MemoryException::code)
        .isEqualTo(MemoryException.Code.CORRUPT);
  }

  private long drop() {
    return new LogKeeping(house.shared("a")).drop(Duration.ofSeconds(-1));
  }

  private static void assertDetached(Runnable opening, String says) {
    assertThatThrownBy(opening::run)
        .asInstanceOf(type(MemoryException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(MemoryException.Code.DETACHED))
        .extracting(Throwable::getMessage)
        .asString()
        .contains(says);
  }

  private String files(String node) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(house.directory(node))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static void await(BooleanSupplier reached) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 30 s").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
