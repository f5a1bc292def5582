package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.notify.Notification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class NightlyJobTests {
  private static final List<String> ALL =
      List.of(
          "preflight",
          "harvest",
          "train 12",
          "gate adapter_1",
          "deploy adapter_1",
          "validate",
          "cleanUp");

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
  void aNightRunsItsStepsInOrderAndSaysWhatBecameOfTheAdapter() {
    NightResult result = rig.run();

    assertThat(rig.stages.calls).isEqualTo(ALL);
    assertThat(result.state()).isEqualTo(NightResult.State.ACTIVE);
    assertThat(result.night()).isEqualTo("2026-11-21.1");
    assertThat(result.adapter()).isEqualTo("adapter_1");
    assertThat(result.reason()).isEqualTo("healthy");
    assertThat(result.timings())
        .containsKeys("preflight", "harvest", "train", "gate", "deploy", "validate", "cleanUp")
        .containsEntry("deploy.swap", 0.1);
    assertThat(rig.history.lastNight().orElseThrow().result()).isEqualTo(result);
    assertThat(rig.history.lastTraining().orElseThrow())
        .isEqualTo(new TrainingRecord("2026-11-21.1", "adapter_1", rig.now, 3.5, 0.25, 12));
    assertThat(rig.told.getFirst().fields())
        .containsEntry("Rows kept", "12")
        .containsEntry("Left to a person", "2")
        .doesNotContainKey("Seats that did not answer");
    assertThat(rig.history.lastNumbers("gate")).isEqualTo(Map.of("improvement", 0.5));
  }

  @Test
  void withNothingToTrainItGoesStraightToTheValidation() {
    rig.stages.training = TrainingOutcome.skipped("3 new rows, 5 are needed");

    NightResult result = rig.run();

    assertThat(rig.stages.calls)
        .containsExactly("preflight", "harvest", "train 12", "validate", "cleanUp");
    assertThat(result.state()).isEqualTo(NightResult.State.SKIPPED);
    assertThat(result.adapter()).isEqualTo("base");
    assertThat(result.reason()).isEqualTo("3 new rows, 5 are needed");
    assertThat(rig.history.lastTraining()).isEmpty();
  }

  @Test
  void anAdapterThatWaitsIsJudgedWithoutCountingAsATraining() {
    rig.stages.training = TrainingOutcome.waited("adapter_1", "0 new rows; adapter_1 still waits");

    NightResult result = rig.run();

    assertThat(rig.stages.calls).isEqualTo(ALL);
    assertThat(result.state()).isEqualTo(NightResult.State.ACTIVE);
    assertThat(result.adapter()).isEqualTo("adapter_1");
    assertThat(rig.history.lastTraining()).isEmpty();
    assertThat(rig.told)
        .extracting(Notification::title)
        .contains("An earlier adapter is tried again")
        .doesNotContain("Training finished");
  }

  @Test
  void lookingForAnInterruptedNightNeedsNoLockWhenThereIsNone() {
    try (NightLock _ =
        NightLock.take(rig.database.dataSource(), rig.clock, Duration.ofMillis(50))) {
      assertThat(rig.another().runner().resume()).isEmpty();
    }
  }

  @Test
  void anAdapterThatLosesAtTheGateIsNotDeployed() {
    rig.stages.gate = new GateOutcome(GateOutcome.State.REJECTED, "lost 7 of 40", Map.of());

    NightResult result = rig.run();

    assertThat(rig.stages.calls).doesNotContain("deploy adapter_1").endsWith("validate", "cleanUp");
    assertThat(result.state()).isEqualTo(NightResult.State.REJECTED);
    assertThat(result.reason()).isEqualTo("lost 7 of 40");
  }

  @Test
  void aRollbackIsTheStateOfTheNight() {
    rig.stages.deployment =
        new DeployOutcome(DeployOutcome.State.ROLLED_BACK, "base", "too slow", Map.of());

    assertThat(rig.run().state()).isEqualTo(NightResult.State.ROLLED_BACK);
    assertThat(rig.history.totals()).isEqualTo(new NightTotals(1, 1, 0, 0, 1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void aNightThatFailedInAnyStepIsCarriedOnThere(int failing) {
    String stage = ALL.get(failing);
    rig.stages.entering =
        entered -> {
          if (entered.equals(stage)) {
            throw new IllegalStateException("no luck");
          }
        };
    NightResult failed = rig.run();
    assertThat(failed.state()).isEqualTo(NightResult.State.FAILED);
    assertThat(failed.reason())
        .contains("no luck")
        .startsWith("Step " + stage.replaceAll(" .*", ""));
    assertThat(rig.stages.calls).isEqualTo(ALL.subList(0, failing + 1));
    assertThat(rig.told).last().extracting(Notification::kind).isEqualTo(Notification.Kind.ERROR);

    rig.stages.entering = entered -> {};
    NightResult result = rig.run();

    List<String> expected = new ArrayList<>(ALL.subList(0, failing + 1));
    expected.addAll(ALL.subList(failing, ALL.size()));
    assertThat(rig.stages.calls).isEqualTo(expected);
    assertThat(result.state()).isEqualTo(NightResult.State.ACTIVE);
    assertThat(result.night()).isEqualTo(failed.night());
    assertThat(rig.history.totals().trainings()).isEqualTo(1);
    assertThat(rig.history.totals().nights()).isEqualTo(1);
  }

  @Test
  void aFailedNightOfLongAgoIsNotCarriedOn() {
    rig.stages.entering =
        entered -> {
          throw new IllegalStateException("no luck");
        };
    rig.run();
    rig.stages.entering = entered -> {};
    rig.now = rig.now.plus(Duration.ofHours(13));

    assertThat(rig.run().night()).isEqualTo("2026-11-22.1");
  }

  @Test
  void oldNightsAreForgottenAndWhatIsNeededOfThemIsNot() {
    rig.run();
    rig.now = rig.now.plus(Duration.ofDays(1));
    rig.stages.training = TrainingOutcome.skipped("too few rows");
    rig.run();
    rig.now = rig.now.plus(Duration.ofDays(1));
    rig.run();
    rig.stages.entering =
        entered -> {
          throw new IllegalStateException("no luck");
        };
    rig.now = rig.now.plus(Duration.ofDays(1));
    NightResult failed = rig.run();
    assertThat(prune()).as("all of it is young").isZero();
    rig.now = rig.now.plus(Duration.ofHours(11));
    assertThat(rig.runtime.runner().prune(rig.now))
        .as("but for the one with old news")
        .isEqualTo(1);
    rig.stages.entering = entered -> {};

    assertThat(rig.history.recent(9))
        .extracting(night -> night.result().night())
        .as("the last gate, the last harvest, and the one to be carried on")
        .containsExactly(failed.night(), "2026-11-23.1", "2026-11-21.1");
    assertThat(rig.history.lastNumbers("gate")).containsEntry("improvement", 0.5);
    assertThat(rig.history.totals().trainings()).isEqualTo(1);
    assertThat(rowsOf("batch_job_instance")).isEqualTo(3);
    assertThat(rowsOf("batch_step_execution")).isEqualTo(7 + 5 + 1);
    assertThat(rig.run().night()).as("carried on").isEqualTo(failed.night());
    assertThat(rig.run().state()).isEqualTo(NightResult.State.SKIPPED);
  }

  private int prune() {
    return rig.runtime.runner().prune(rig.now.minus(Duration.ofDays(7)));
  }

  private int rowsOf(String table) {
    return JdbcClient.create(rig.database.dataSource())
        .sql("select count(*) from " + table)
        .query(Integer.class)
        .single();
  }

  @Test
  void anotherRunTheSameDayIsAnotherNight() {
    rig.run();
    assertThat(rig.run().night()).isEqualTo("2026-11-21.2");
    assertThat(rig.stages.calls).hasSize(2 * ALL.size());
  }

  @Test
  void twoProgramsDoNotRunNightsAtTheSameTime() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    rig.stages.entering =
        entered -> {
          if (entered.equals("harvest")) {
            inside.countDown();
            await(go);
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        NightlyRuntime other = rig.another()) {
      var first = threads.submit(rig::run);
      inside.await();
      assertThatThrownBy(() -> other.runner().run(RunRequest.manual()))
          .isInstanceOfSatisfying(
              NightlyException.class,
              e -> assertThat(e.code()).isEqualTo(NightlyException.Code.ALREADY_RUNNING));
      go.countDown();
      assertThat(first.get().state()).isEqualTo(NightResult.State.ACTIVE);
    }
    assertThat(rig.stages.calls).isEqualTo(ALL);
  }

  @Test
  void aFullDiskStopsTheNightBeforeItBegins() {
    try (NightlyRuntime other = rig.another(NightRig.settings(900_000))) {
      NightResult result = other.runner().run(RunRequest.manual());
      assertThat(result.state()).isEqualTo(NightResult.State.FAILED);
      assertThat(result.reason()).contains("900000.00 GB").contains("min-free-gigabytes");
    }
    assertThat(rig.stages.calls).isEmpty();
  }

  @Test
  void peopleAreToldOfTheHarvestAndTheTraining() {
    rig.run();
    assertThat(rig.told)
        .extracting(Notification::id)
        .containsExactly("night-2026-11-21.1-harvest", "night-2026-11-21.1-training");
    assertThat(rig.told.getFirst().fields())
        .containsEntry("Failures", "20")
        .containsEntry("Rows kept", "12");
  }

  @Test
  void eachRunHasItsLogs() throws Exception {
    rig.run();
    Path log = root.resolve("logs/nightly_20261121T120000Z.log");
    assertThat(Files.readString(log)).contains("2026-11-21.1 begins").contains("ended: ACTIVE");
    for (String what : List.of("harvest", "training", "deployment")) {
      assertThat(root.resolve("logs/" + what + "_20261121T120000Z.log")).exists();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
