package dev.nightshift.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.Home;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class WorkersSeenTests {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration FRESH = Duration.ofHours(12);

  @TempDir Path root;

  @Test
  void workersAreSeenAsLongAsTheySaySo() {
    StateSettings settings =
        StateSettings.at("jdbc:h2:mem:" + root.getFileName() + ";DB_CLOSE_DELAY=-1");
    try (StateDatabase database = StateDatabase.open(new Home(root), settings)) {
      WorkStatus status = new WorkStatus(database.dataSource());
      WorkerSeen worker =
          new WorkerSeen(
              "one",
              "p1",
              "f".repeat(64),
              WorkerSeen.State.WORKS,
              "x".repeat(300),
              7,
              Instant.EPOCH,
              Instant.EPOCH);
      status.seen(worker);
      status.seen(worker);
      assertThat(status.workers(LEASE))
          .singleElement()
          .extracting(WorkerSeen::decided)
          .isEqualTo(7L);

      JdbcClient.create(database.dataSource()).sql("update work_worker set seen_at = 0").update();
      assertThat(status.workers(LEASE)).isEmpty();
      assertThat(status.prune(FRESH, Duration.ofDays(1))).isEqualTo(1);
      status.seen(worker);
      status.left("one");
      assertThat(status.workers(LEASE)).isEmpty();
    }
  }
}
