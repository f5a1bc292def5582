package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.home.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class NightlyTriggerTests {
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

  private NightlyTrigger trigger(NightlyRuntime runtime) {
    NightSchedule schedule = NightRig.settings(0).schedule();
    return new NightlyTrigger(
        runtime::runner, new ScheduledNights(rig.database.dataSource(), schedule, rig.clock));
  }

  @Test
  void theFirstStartRunsNothingAndTheNextNightOnce() {
    NightlyTrigger trigger = trigger(rig.runtime);
    trigger.begin();
    assertThat(rig.stages.calls).isEmpty();

    rig.now = Instant.parse("2026-11-22T00:59:59Z");
    trigger.wake();
    assertThat(rig.stages.calls).isEmpty();

    rig.now = Instant.parse("2026-11-22T01:00:00Z");
    trigger.wake();
    trigger.wake();
    assertThat(rig.history.totals().nights()).isEqualTo(1);
    assertThat(rig.history.lastNight().orElseThrow().result().night()).isEqualTo("2026-11-22");
  }

  @Test
  void daysOfDowntimeAreCaughtUpWithOneNight() {
    trigger(rig.runtime).begin();
    rig.now = rig.now.plus(Duration.ofDays(9));
    trigger(rig.runtime).begin();
    assertThat(rig.history.recent(10))
        .extracting(night -> night.result().night())
        .containsExactly("2026-11-30");
  }

  @Test
  void twoInstancesWokenAtTheSameTimeRunOneNight() throws Exception {
    trigger(rig.runtime).begin();
    try (NightlyRuntime other = rig.another()) {
      for (int day = 1; day <= 3; day++) {
        rig.now = rig.now.plus(Duration.ofDays(1));
        Thread one = Thread.ofVirtual().start(trigger(rig.runtime)::wake);
        Thread two = Thread.ofVirtual().start(trigger(other)::wake);
        one.join();
        two.join();
        assertThat(rig.history.totals().nights()).isEqualTo(day);
      }
    }
  }

  @Test
  void aNightThatFailedIsNotRunAgainTheSameDay() {
    trigger(rig.runtime).begin();
    rig.now = rig.now.plus(Duration.ofDays(1));
    rig.stages.entering =
        stage -> {
          throw new IllegalStateException("no luck");
        };
    trigger(rig.runtime).wake();
    rig.now = rig.now.plus(Duration.ofMinutes(30));
    trigger(rig.runtime).wake();
    assertThat(rig.stages.calls).hasSize(1);
  }

  @Test
  void aRunByHandDoesNotStandForTheScheduledOne() {
    trigger(rig.runtime).begin();
    rig.now = rig.now.plus(Duration.ofDays(1));
    rig.run();
    trigger(rig.runtime).wake();
    assertThat(rig.history.recent(5))
        .extracting(night -> night.result().night())
        .containsExactlyInAnyOrder("2026-11-22", "2026-11-22.1");
  }

  @Test
  void cronAndAServerRunOneNightADay() {
    rig.now = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(rig.runtime.runScheduled().night()).isEqualTo("2026-11-21");
    trigger(rig.another()).wake();
    assertThatThrownBy(() -> rig.another().runScheduled())
        .isInstanceOf(NightlyException.class)
        .hasMessageContaining("night 2026-11-21 has been begun before: it ended ACTIVE");

    rig.now = Instant.parse("2026-11-22T12:00:00Z");
    trigger(rig.another()).wake();
    assertThatThrownBy(() -> rig.runtime.runScheduled()).hasMessageContaining("2026-11-22");
    assertThat(rig.stages.calls).filteredOn("preflight"::equals).hasSize(2);
  }

  @Test
  void cronIsToldThatTheScheduledNightIsGoingOn() {
    List<String> told = new ArrayList<>();
    rig.stages.entering =
        stage -> {
          if (stage.equals("validate")) {
            NightlyRuntime cron = rig.another();
            told.add(codeOf(cron::runScheduled));
            told.add(codeOf(() -> cron.runner().run(RunRequest.manual())));
          }
        };

    rig.runtime.runScheduled();

    assertThat(told).containsExactly("ALREADY_TAKEN", "ALREADY_RUNNING");
  }

  private static String codeOf(Supplier<NightResult> work) {
    try {
      return work.get().state().name();
    } catch (NightlyException e) {
      return e.code().name();
    }
  }

  @Test
  void anInterruptedNightIsCarriedOnWhenTheProgramStarts() {
    rig.run();
    // As a killed process leaves it: the run is going on, its owner is gone, Batch says STARTED.
    JdbcClient jdbc = JdbcClient.create(rig.database.dataSource());
    jdbc.sql("update nightly_runs set state = 'RUNNING', finished_at = null").update();
    jdbc.sql("update nightly_steps set result = null, finished_at = null where step = 'cleanUp'")
        .update();
    jdbc.sql("update batch_step_execution set status = 'STARTED' where step_name = 'cleanUp'")
        .update();
    jdbc.sql("update batch_job_execution set status = 'STARTED', end_time = null").update();
    String gone = ProcessIdentity.ofThisProcess().replaceFirst("/\\d+/\\d+/", "/999999999/1/");
    jdbc.sql("update nightly_lock set owner = ?, heartbeat_at = ?")
        .params(gone, rig.clock.millis())
        .update();
    rig.stages.calls.clear();

    trigger(rig.runtime).begin();

    assertThat(rig.stages.calls).containsExactly("cleanUp");
    assertThat(rig.history.lastNight().orElseThrow().result().state())
        .isEqualTo(NightResult.State.ACTIVE);
  }

  @Test
  void aSilentOwnerOnAnotherMachineLosesItsNightAfterSixHeartbeats() {
    rig.run();
    JdbcClient jdbc = JdbcClient.create(rig.database.dataSource());
    jdbc.sql("update nightly_lock set owner = 'elsewhere/1/1/x', heartbeat_at = ?")
        .param(rig.clock.millis() - 299)
        .update();
    trigger(rig.runtime).begin();
    assertThatThrownBy(rig::run)
        .isInstanceOf(NightlyException.class)
        .hasMessageContaining("elsewhere");
    rig.now = rig.now.plusMillis(2);
    assertThat(rig.run().state()).isEqualTo(NightResult.State.ACTIVE);
  }

  @Test
  void quartzFiresAtTheTimeOfTheNight() throws Exception {
    NightSchedule soon =
        new NightSchedule(
            LocalTime.now(ZoneId.of("UTC")).plusSeconds(3).truncatedTo(ChronoUnit.SECONDS),
            ZoneId.of("UTC"));
    rig.now = Instant.now();
    ScheduledNights nights = new ScheduledNights(rig.database.dataSource(), soon, rig.clock);
    assertThat(nights.due()).isEmpty();
    rig.now = rig.now.plusSeconds(60);
    NightlySchema schema = new NightlySchema(rig.database.dataSource());
    schema.quartz();
    NightlyTrigger trigger = new NightlyTrigger(rig.runtime::runner, nights);
    try (QuartzClock _ =
        QuartzClock.start(rig.database.dataSource(), schema.isPostgres(), trigger, soon)) {
      for (int i = 0; i < 300 && rig.history.totals().active() == 0; i++) {
        Thread.sleep(50);
      }
    }
    assertThat(rig.history.totals().active()).isEqualTo(1);
  }
}
