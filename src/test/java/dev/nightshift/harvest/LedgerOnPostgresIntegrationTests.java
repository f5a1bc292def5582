package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.home.Home;
import dev.nightshift.state.PostgresServer;
import dev.nightshift.state.StateDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerOnPostgresIntegrationTests {
  private static final Instant AT = Instant.parse("2026-03-10T02:00:00.123456789Z");

  @TempDir Path root;

  @Test
  void linesReadBackAreReplacedAndWrittenAllOrNone() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        StateDatabase database = StateDatabase.open(new Home(root), server.settings())) {
      HarvestLedger ledger = new HarvestLedger(database.dataSource());

      ledger.record(List.of(line("e1", LedgerOutcome.DEFERRED)));
      ledger.record(List.of(line("e1", LedgerOutcome.KEPT), line("e2", LedgerOutcome.WITHDRAWN)));
      List<LedgerEntry> tooLong =
          List.of(line("e3", LedgerOutcome.KEPT), line("x".repeat(300), LedgerOutcome.KEPT));
      assertThatThrownBy(() -> ledger.record(tooLong)).isInstanceOf(RuntimeException.class);

      List<String> many = IntStream.range(0, 1500).mapToObj(i -> "e" + i).toList();
      assertThat(ledger.entries(many)).containsOnlyKeys("e1", "e2");
      assertThat(ledger.count(LedgerOutcome.KEPT)).isEqualTo(1);
      assertThat(ledger.entries(many).get("e1"))
          .isEqualTo(
              new LedgerEntry(
                  "e1",
                  LedgerOutcome.KEPT,
                  null,
                  "f1",
                  Instant.parse("2026-03-10T02:00:00.123456Z"),
                  "because",
                  Instant.parse("2026-03-10T02:00:00.123456Z")));
    }
  }

  private static LedgerEntry line(String exchange, LedgerOutcome outcome) {
    return new LedgerEntry(exchange, outcome, null, "f1", AT, "because", AT);
  }
}
