package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What another node began lies in that one's home, and is that one's to go on with. */
class NightsOfNodesTests {
  @TempDir Path root;
  private NightRig rig;

  @BeforeEach
  void open() {
    rig = new NightRig(root);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anotherNodesNightIsNotResumedHere() {
    cutOff("2026-11-21.1", 1, "another-node");

    assertThat(rig.runtime.runner().resume()).isEmpty();
    assertThat(rig.stages.calls).isEmpty();
    assertThat(rig.run().night()).isEqualTo("2026-11-21.2");
    assertThat(rig.history.find("2026-11-21.1").orElseThrow().result().state())
        .isEqualTo(NightResult.State.RUNNING);
  }

  @Test
  void anotherNodesNightIsClosedWhenItIsTooOldForAnybody() {
    cutOff("2026-11-21.1", 1, "another-node");
    rig.now = rig.now.plus(Duration.ofHours(13));
    rig.run();

    assertThat(rig.history.find("2026-11-21.1").orElseThrow().result().state())
        .isEqualTo(NightResult.State.FAILED);
  }

  @Test
  void aNightOfBeforeThereWereNodesIsResumed() {
    cutOff("2026-11-21.1", 1, "");

    assertThat(rig.runtime.runner().resume().orElseThrow().night()).isEqualTo("2026-11-21.1");
  }

  private void cutOff(String key, int attempt, String node) {
    JdbcClient.create(rig.database.dataSource())
        .sql(
            "insert into nightly_runs (run_key, night, attempt, state, adapter, reason, started_at,"
                + " node) values (?, date '2026-11-21', ?, 'RUNNING', '', '', ?, ?)")
        .params(key, attempt, rig.now.toEpochMilli(), node)
        .update();
  }
}
