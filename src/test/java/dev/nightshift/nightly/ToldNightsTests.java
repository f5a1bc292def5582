package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldNightsTests {
  @TempDir Path root;
  private NightRig rig;
  private final List<NightResult> heard = new ArrayList<>();

  @BeforeEach
  void open() {
    rig = new NightRig(root);
    rig.runtime.afterEach(heard::add);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void whoeverWantsToKnowIsToldOfEveryNightHoweverItEnded() {
    NightResult active = rig.run();
    rig.stages.gate = new GateOutcome(GateOutcome.State.REJECTED, "lost 7 of 40", Map.of());
    NightResult rejected = rig.run();
    rig.stages.training = TrainingOutcome.skipped("too few");
    NightResult skipped = rig.run();
    rig.stages.entering =
        stage -> {
          throw new IllegalStateException("no luck");
        };
    NightResult failed = rig.run();

    assertThat(heard).containsExactly(active, rejected, skipped, failed);
    assertThat(heard)
        .extracting(NightResult::state)
        .containsExactly(
            NightResult.State.ACTIVE,
            NightResult.State.REJECTED,
            NightResult.State.SKIPPED,
            NightResult.State.FAILED);
  }

  @Test
  void theNightIsOverAndItsLockFreeWhenItIsTold() {
    List<NightResult.State> known = new ArrayList<>();
    List<Boolean> going = new CopyOnWriteArrayList<>();
    rig.stages.entering = stage -> going.add(rig.another().goesOn());
    rig.runtime.afterEach(
        result -> {
          known.add(rig.history.find(result.night()).orElseThrow().result().state());
          assertThat(rig.another().goesOn()).isFalse();
          rig.another().withoutNight(() -> heard.add(result));
        });

    rig.run();

    assertThat(known).containsExactly(NightResult.State.ACTIVE);
    assertThat(going).isNotEmpty().containsOnly(true);
    assertThat(heard).hasSize(1);
  }

  @Test
  void whatGoesWrongAfterANightIsNotTheNights() {
    rig.runtime.afterEach(
        result -> {
          heard.add(result);
          throw new IllegalStateException("the disk is full");
        });

    assertThat(rig.run().state()).isEqualTo(NightResult.State.ACTIVE);
    assertThat(heard).hasSize(1);
    assertThat(rig.history.lastNight().orElseThrow().result()).isEqualTo(heard.getFirst());
  }

  @Test
  void aScheduledNightIsToldAndOneThatWasRefusedIsNot() {
    rig.runtime.runner().run(RunRequest.scheduled(LocalDate.of(2026, 11, 21)));

    assertThatThrownBy(
            () -> rig.runtime.runner().run(RunRequest.scheduled(LocalDate.of(2026, 11, 21))))
        .isInstanceOf(NightlyException.class);
    assertThat(rig.runtime.runner().resume()).isEmpty();
    assertThat(heard).extracting(NightResult::night).containsExactly("2026-11-21");
    assertThat(heard.getFirst().scheduled()).isTrue();
    assertThat(rig.run().scheduled()).isFalse();
  }
}
