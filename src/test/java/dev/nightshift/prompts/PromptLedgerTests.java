package dev.nightshift.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.codeloop.Instructions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptLedgerTests {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private PromptLedger ledger;

  @BeforeEach
  void open() {
    ledger = new PromptLedger(folder.resolve("prompts"), new Instructions(1, "Write Python."));
  }

  private static PromptEvent proposed(String id) {
    return new PromptEvent.Proposed(
        new Candidate(id, "Text of\n" + id, Origin.REFLECTION, 1, "why", NOON));
  }

  private static Trial trial(boolean won) {
    return new Trial(1, 1, 6, 24, 0.2, 0.5, 1, 3, 5, 1, 0.001, 0.01, 12.5, won, "as it went");
  }

  @Test
  void without_a_ledger_the_shipped_version_is_in_force() {
    assertThat(ledger.history().inForce().instructions().text()).isEqualTo("Write Python.");
    assertThat(ledger.history().candidates()).isEmpty();
    assertThat(ledger.file()).doesNotExist();
  }

  @Test
  void everything_written_is_read_again_as_it_was() {
    List<PromptEvent> events =
        List.of(
            proposed("c1"),
            new PromptEvent.Tried("c1", trial(true), NOON),
            new PromptEvent.Adopted("c1", 2, "trial", "better", NOON),
            proposed("c2"),
            new PromptEvent.Tried("c2", trial(false), NOON),
            new PromptEvent.Rejected("c2", "trial", "worse", NOON),
            new PromptEvent.Searched("night 2026-11-22", 2, 900, "c1 is version 2", NOON, NOON),
            new PromptEvent.RolledBack(1, "anna", "I like it", NOON));
    events.forEach(ledger::add);

    PromptLedger again = new PromptLedger(folder.resolve("prompts"), new Instructions(1, "W."));
    assertThat(again.events()).isEqualTo(events);
    PromptHistory history = again.history();
    assertThat(history.inForce().instructions().version()).isEqualTo(1);
    assertThat(history.version(2).orElseThrow().instructions().text()).isEqualTo("Text of\nc1");
    assertThat(history.candidate("c1").orElseThrow().status())
        .isEqualTo(CandidateRecord.Status.ADOPTED);
    assertThat(history.candidate("c2").orElseThrow().status())
        .isEqualTo(CandidateRecord.Status.REJECTED);
    assertThat(history.candidate("c2").orElseThrow().trials()).containsExactly(trial(false));
    assertThat(history.trialsAgainst(1)).isEqualTo(2);
  }

  @Test
  void a_line_that_a_crash_cut_off_is_taken_away_and_nothing_else() throws IOException {
    ledger.add(proposed("c1"));
    Files.writeString(ledger.file(), "{\"event\":\"Adopted\",\"cand", StandardOpenOption.APPEND);

    PromptLedger again = new PromptLedger(folder.resolve("prompts"), new Instructions(1, "W."));
    assertThat(again.events()).containsExactly(proposed("c1"));
    again.add(proposed("c2"));
    assertThat(again.events()).containsExactly(proposed("c1"), proposed("c2"));
  }

  @Test
  void a_line_that_is_no_event_stops_whoever_asks_what_is_in_force() throws IOException {
    ledger.add(proposed("c1"));
    Files.writeString(ledger.file(), "nonsense\n", StandardOpenOption.APPEND);
    PromptLedger again = new PromptLedger(folder.resolve("prompts"), new Instructions(1, "W."));
    again.add(proposed("c2"));

    assertThatThrownBy(again::history)
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("ledger.jsonl line 2 is no event");
  }

  @Test
  void an_adoption_of_what_was_never_proposed_is_an_error() {
    ledger.add(new PromptEvent.Adopted("c9", 2, "trial", "better", NOON));

    assertThatThrownBy(ledger::history)
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("c9");
  }
}
