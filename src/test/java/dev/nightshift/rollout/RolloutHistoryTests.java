package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.rollout.ScriptedModel.Manner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class RolloutHistoryTests {
  @TempDir Path folder;
  private RolloutFixture home;
  private RolloutHistory history;

  @BeforeEach
  void open() {
    home = new RolloutFixture(folder);
    home.rollouts().recover(RolloutListener.silent());
    history = new RolloutHistory(home.database);
  }

  private RolloutState deploy(Manner manner) {
    AdapterVersion version = home.trained();
    home.model.scriptLive(version.name(), manner);
    return home.rollouts().deploy(version, RolloutListener.silent()).state();
  }

  /** Two that passed, one taken back by itself and one by a person, one refused, and a drill. */
  private void aMonth() {
    assertThat(deploy(Manner.GOOD)).isEqualTo(RolloutState.ACTIVE);
    assertThat(deploy(Manner.GOOD)).isEqualTo(RolloutState.ACTIVE);
    assertThat(deploy(Manner.GARBAGE)).isEqualTo(RolloutState.ROLLED_BACK);
    AdapterVersion same = home.trained();
    home.model.script(same.name(), Manner.NO_DIFFERENCE);
    assertThat(home.rollouts().deploy(same, RolloutListener.silent()).state())
        .isEqualTo(RolloutState.REJECTED);
    RolloutListener breaking =
        (phase, message) -> {
          if (phase.equals("validate")) {
            home.model.script(message, Manner.GARBAGE);
          }
        };
    assertThat(home.rollouts().drill(Breakage.GARBAGE, breaking).state())
        .isEqualTo(RolloutState.ROLLED_BACK);
    home.rollouts().rollback(Optional.empty(), RolloutListener.silent());
  }

  private int rows() {
    return JdbcClient.create(home.database)
        .sql("select count(*) from rollout")
        .query(Integer.class)
        .single();
  }

  @Test
  void rolloutsByHandAreCountedAndDrillsAreNot() {
    assertThat(history.totals()).isEqualTo(new RolloutTotals(0, 0));
    assertThat(history.byState()).isEmpty();
    assertThat(history.lastRecovery()).isEmpty();

    aMonth();

    assertThat(history.totals()).isEqualTo(new RolloutTotals(2, 2));
    assertThat(history.byState()).containsEntry("ACTIVE", 2L).containsEntry("ROLLED_BACK", 2L);
    assertThat(new RolloutHistory(home.database).totals()).isEqualTo(history.totals());
  }

  @Test
  void totalsOutliveTheRowsTheyWereCountedFrom() {
    aMonth();
    Instant later = home.clock.instant().plusSeconds(1);
    assertThat(history.prune(later.minus(Duration.ofDays(1)), "", Set.of())).isZero();

    assertThat(history.prune(later, "", Set.of())).isEqualTo(6);

    assertThat(rows()).isZero();
    assertThat(history.totals()).isEqualTo(new RolloutTotals(2, 2));
    aMonth();
    assertThat(history.totals()).isEqualTo(new RolloutTotals(4, 4));
  }

  @Test
  void whatARollbackMayStillGoToIsKeptAndSoIsWhatFailed() {
    assertThat(deploy(Manner.GOOD)).isEqualTo(RolloutState.ACTIVE);
    String first = home.store.current().name();
    assertThat(deploy(Manner.GOOD)).isEqualTo(RolloutState.ACTIVE);
    AdapterVersion bad = home.trained();
    home.model.scriptLive(bad.name(), Manner.GARBAGE);
    home.rollouts().deploy(bad, RolloutListener.silent());
    Set<String> versions =
        home.store.versions().stream()
            .map(AdapterVersion::name)
            .filter(name -> !name.equals(bad.name()))
            .collect(Collectors.toSet());

    assertThat(history.prune(home.clock.instant().plusSeconds(1), "", versions)).isEqualTo(1);

    assertThat(home.rollouts().deploy(bad, RolloutListener.silent()).reason())
        .contains("failed before");
    assertThat(home.rollouts().rollback(Optional.empty(), RolloutListener.silent()).active())
        .isEqualTo(first);
  }

  @Test
  void watchesWithoutAJudgementAreCountedForEver() {
    RolloutLedger ledger = new RolloutLedger(home.database, "");
    for (RolloutCause cause : RolloutCause.values()) {
      LedgerRow row = ledger.open(RolloutKind.DEPLOY, home.trained(), cause.name(), "base", 0, 0);
      ledger.finish(row.id(), RolloutState.ROLLED_BACK, cause, "so", 1, null, null);
    }

    history.prune(home.clock.instant(), "", Set.of());

    // The same adapter comes again under another name: from a copy, or trained anew.
    assertThat(ledger.inconclusive("NO_DATA")).isEqualTo(1);
    assertThat(ledger.inconclusive("INTERRUPTED")).isEqualTo(1);
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void anOpenRowIsNeverRemoved() {
    new RolloutLedger(home.database, "")
        .open(RolloutKind.DEPLOY, home.trained(), "digest", "base", 0, 0);

    assertThat(history.prune(Instant.parse("2100-01-01T00:00:00Z"), "", Set.of())).isZero();
    assertThat(rows()).isEqualTo(1);
  }
}
