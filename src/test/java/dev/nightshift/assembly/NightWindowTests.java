package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.Home;
import dev.nightshift.nightly.Night;
import dev.nightshift.nightly.NightHistory;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class NightWindowTests {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant TONIGHT = Instant.parse("2026-11-21T01:00:00Z");

  @TempDir Path folder;
  private StateDatabase database;

  @BeforeEach
  void open() {
    database =
        StateDatabase.open(
            new Home(folder),
            StateSettings.at("jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** A night at two o'clock, whose harvest finished or (null) did not. */
  private void night(String date, @Nullable Long harvested) {
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    long started = Instant.parse(date + "T01:00:00Z").toEpochMilli();
    jdbc.sql("insert into nightly_runs values (?, ?, 0, 'FAILED', '', '', ?, ?, '')")
        .params(date, Date.valueOf(date), started, started + 1)
        .update();
    jdbc.sql(
            "insert into nightly_steps (run_key, step, started_at, finished_at)"
                + " values (?, 'harvest', ?, ?)")
        .param(date)
        .param(started)
        .param(harvested)
        .update();
  }

  private Instant from(int attempt) {
    String key = attempt == 0 ? "2026-11-21" : "2026-11-21." + attempt;
    Night night = new Night(key, LocalDate.of(2026, 11, 21), attempt, BERLIN, TONIGHT);
    return NightStages.window(night, new NightHistory(database.dataSource())).from();
  }

  @Test
  void theFirstNightAndARunByHandTakeEverythingThatWaits() {
    assertThat(from(0)).isEqualTo(Instant.EPOCH);
    night("2026-11-20", 1L);
    assertThat(from(1)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aScheduledNightTakesWhatCameSinceTheDayBeforeTheLastHarvest() {
    night("2026-11-20", 1L);
    assertThat(from(0)).isEqualTo(Instant.parse("2026-11-18T23:00:00Z"));
  }

  @Test
  void nightsThatHarvestedNothingAreMadeUpFor() {
    night("2026-11-17", 1L);
    night("2026-11-19", null);
    night("2026-11-20", null);
    night("2026-11-21", 1L);
    assertThat(from(0)).as("its own harvest aside").isEqualTo("2026-11-15T23:00:00Z");
  }
}
