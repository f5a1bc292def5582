package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.home.Home;
import dev.nightshift.rollout.ScriptedModel.Manner;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool is empty after as many rollouts as it has connections when one of them keeps one. */
class GivenBackConnectionsTests {
  @TempDir Path folder;

  @Test
  void a_server_rolls_out_more_often_than_it_has_connections() {
    String url = "jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1";
    StateDatabase.open(new Home(folder), StateSettings.at(url)).close();
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(url);
      pool.setMaximumPoolSize(2);
      pool.setConnectionTimeout(1_000);
      RolloutFixture home = new RolloutFixture(folder, pool);
      home.serveGood();
      assertNoneInUse(pool);

      for (int i = 0; i < 3; i++) {
        assertThat(home.deploy(home.trained()).state()).isEqualTo(RolloutState.ACTIVE);
        assertNoneInUse(pool);
      }
      assertThat(home.rollouts().rollback(Optional.empty(), RolloutListener.silent()).state())
          .isEqualTo(RolloutState.ROLLED_BACK);
      assertNoneInUse(pool);
      home.rollouts().drill(Breakage.GARBAGE, RolloutListener.silent());
      assertNoneInUse(pool);
      AdapterVersion bad = home.trained();
      home.model.script(bad.name(), Manner.GARBAGE);
      assertThat(home.deploy(bad).state()).isNotEqualTo(RolloutState.ACTIVE);
      home.rollouts().recover(RolloutListener.silent());
      assertNoneInUse(pool);
    }
  }

  private static void assertNoneInUse(HikariDataSource pool) {
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }
}
