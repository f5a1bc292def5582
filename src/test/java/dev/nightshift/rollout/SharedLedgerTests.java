package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterVersion;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two homes whose rollouts are written down in one database. */
class SharedLedgerTests {
  @TempDir Path folder;
  private RolloutFixture north;
  private RolloutFixture south;

  @BeforeEach
  void prepare() {
    north = new RolloutFixture(folder.resolve("north"));
    north.node = "north";
    south = new RolloutFixture(folder.resolve("south"), north.database);
    south.node = "south";
  }

  private static RolloutLedger ledger(RolloutFixture home) {
    return new RolloutLedger(home.database, home.node);
  }

  @Test
  void aHomeThatStartsLeavesAloneWhatAnotherHasOnProbation() {
    AdapterVersion tried = north.trained();
    ledger(north).open(RolloutKind.DEPLOY, tried, "d", "base", 1, 2);

    assertThat(south.rollouts().recover(RolloutListener.silent())).isEmpty();
    assertThat(ledger(south).unfinished()).isEmpty();
    assertThat(ledger(north).unfinished()).hasSize(1);

    assertThat(north.rollouts().recover(RolloutListener.silent())).isPresent();
    assertThat(ledger(north).unfinished()).isEmpty();
  }

  @Test
  void whatFailedOnOneHomeMayStayOnAnother() {
    ledger(north).block("d1", "adapter", "it is worse", 1);
    assertThat(ledger(north).blocked("d1")).contains("it is worse");
    assertThat(ledger(south).blocked("d1")).isEmpty();
    ledger(south).block("d1", "adapter", "here too", 1);
    assertThat(ledger(south).blocked("d1")).contains("here too");
  }

  @Test
  void whatNobodyHasSignedIsEverybodys() {
    new RolloutLedger(north.database, "").block("d2", "adapter", "long ago", 1);
    assertThat(ledger(north).blocked("d2")).contains("long ago");
    assertThat(ledger(south).blocked("d2")).contains("long ago");
  }

  @Test
  void aHomeGoesBackToWhatPassedOnItAndRemovesItsOwnRecords() {
    AdapterVersion first = north.serveGood();
    assertThat(ledger(south).passedBefore("another")).isEmpty();
    assertThat(ledger(north).passedBefore("another")).containsExactly(first.name());

    RolloutHistory history = new RolloutHistory(north.database);
    var later = north.clock.instant().plusSeconds(3600);
    assertThat(history.prune(later, "south", Set.of())).isZero();
    assertThat(history.prune(later, "north", Set.of())).isEqualTo(1);
  }
}
