package dev.nightshift.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulingsTests {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  @Test
  void the_last_ruling_on_a_correction_holds_also_after_a_restart() {
    Rulings rulings = open();
    rulings.put(ruling("e1", "f1", Ruling.State.HELD));
    rulings.put(ruling("e2", "", Ruling.State.HELD));
    rulings.put(ruling("e1", "f1", Ruling.State.RELEASED));
    rulings.put(ruling("e1", "f2", Ruling.State.HELD));

    assertThat(open().all()).isEqualTo(rulings.all()).hasSize(3);
    assertThat(open().find("e1", "f1")).hasValue(ruling("e1", "f1", Ruling.State.RELEASED));
    assertThat(open().find("e1", "f3")).isEmpty();
    assertThat(open().held()).extracting(Ruling::exchangeId).containsExactly("e2", "e1");
  }

  @Test
  void a_line_that_was_cut_off_costs_only_itself() throws IOException {
    open().put(ruling("e1", "f1", Ruling.State.HELD));
    Files.writeString(file(), "{\"exchange_id\":\"e", StandardOpenOption.APPEND);

    open().put(ruling("e2", "f2", Ruling.State.DROPPED));

    assertThat(open().all()).extracting(Ruling::exchangeId).containsExactly("e1", "e2");
  }

  @Test
  void what_is_forgotten_leaves_no_line() throws IOException {
    Rulings rulings = open();
    rulings.put(ruling("e1", "f1", Ruling.State.HELD));
    rulings.put(ruling("e2", "f2", Ruling.State.HELD));

    rulings.forget(Set.of("e1"));

    assertThat(Files.readString(file())).doesNotContain("e1").contains("e2");
    assertThat(rulings.all()).isEqualTo(open().all()).hasSize(1);
  }

  private Rulings open() {
    return new Rulings(file());
  }

  private Path file() {
    return directory.resolve("state/quarantine.jsonl");
  }

  private static Ruling ruling(String exchange, String correction, Ruling.State state) {
    return new Ruling(exchange, correction, state, "flood", NOON);
  }
}
