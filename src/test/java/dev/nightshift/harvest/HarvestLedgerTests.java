package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.exchange.Feedback;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HarvestLedgerTests {
  private static final Instant AT = Instant.parse("2026-03-10T02:00:00.123456789Z");

  private final HarvestLedger ledger = new HarvestLedger(new LedgerDatabase());

  @Test
  void aLineReadsBackToTheMicrosecond() {
    ledger.record(List.of(line("e1", LedgerOutcome.KEPT)));

    LedgerEntry read = Objects.requireNonNull(ledger.entries(List.of("e1", "e2")).get("e1"));

    assertThat(read.outcome()).isEqualTo(LedgerOutcome.KEPT);
    assertThat(read.rowId()).isEqualTo("row");
    assertThat(read.harvestedAt()).isEqualTo("2026-03-10T02:00:00.123456Z");
    assertThat(read.knows(correction("f1", AT.plusSeconds(9)))).isTrue();
    assertThat(read.knows(correction("f2", AT))).as("not later than what it knows").isTrue();
    assertThat(read.knows(correction("f3", AT.plusNanos(1000)))).isFalse();
  }

  @Test
  void anotherLineOfTheSameExchangeReplacesTheFirst() {
    ledger.record(List.of(line("e1", LedgerOutcome.ABSTAINED)));
    ledger.record(List.of(line("e1", LedgerOutcome.KEPT)));

    assertThat(ledger.count(LedgerOutcome.ABSTAINED)).isZero();
    assertThat(ledger.count(LedgerOutcome.KEPT)).isEqualTo(1);
  }

  @Test
  void linesAreWrittenAllOrNone() {
    List<LedgerEntry> lines =
        List.of(line("e1", LedgerOutcome.KEPT), line("x".repeat(300), LedgerOutcome.KEPT));

    assertThatThrownBy(() -> ledger.record(lines)).isInstanceOf(RuntimeException.class);
    assertThat(ledger.entries(List.of("e1"))).isEmpty();
  }

  @Test
  void thousandsOfIdsCanBeAskedFor() {
    ledger.record(List.of(line("e1", LedgerOutcome.KEPT)));
    List<String> ids = IntStream.range(0, 1500).mapToObj(i -> "e" + i).toList();

    assertThat(ledger.entries(ids)).containsOnlyKeys("e1");
    assertThat(ledger.entries(List.of())).isEmpty();
  }

  private static LedgerEntry line(String exchange, LedgerOutcome outcome) {
    return new LedgerEntry(exchange, outcome, "row", "f1", AT, "r".repeat(2000), AT);
  }

  private static Feedback correction(String id, Instant at) {
    return new Feedback(id, "e1", at, "ada", Feedback.Kind.CORRECTION, "x");
  }
}
