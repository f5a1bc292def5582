package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.notify.Notification;
import dev.nightshift.rollout.ProbeSource.Probes;
import dev.nightshift.rollout.ScriptedModel.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutsTests {
  @TempDir Path folder;
  private RolloutFixture home;
  private AdapterVersion good;

  @BeforeEach
  void serveAGoodAdapter() {
    home = new RolloutFixture(folder);
    good = home.serveGood();
  }

  @Test
  void a_good_adapter_stays_and_people_are_told() {
    home.assertServed(good);
    assertThat(home.told)
        .last()
        .extracting(Notification::kind)
        .isEqualTo(Notification.Kind.DEPLOYED);
    assertThat(home.deploy(good).reason()).contains("active already");
    assertThat(folder.resolve("loras/current/adapter.gguf")).exists();
  }

  @Test
  void a_reply_may_differ_by_the_backends_own_arithmetic_and_no_further() {
    home.model.arithmetic = 0.4;
    home.model.moved = 0.3;
    assertThat(home.deploy(home.trained()).state()).isEqualTo(RolloutState.ACTIVE);

    home.model.moved = 0.5;
    assertThat(home.deploy(home.trained()).state()).isEqualTo(RolloutState.ROLLED_BACK);

    AdapterVersion unswapped = home.trained();
    home.model.scriptLive(unswapped.name(), Manner.UNSWAPPED);
    home.model.arithmetic = 0.6;
    assertThat(home.deploy(unswapped).reason())
        .contains("\"I do not know\", as another version does");
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {
        "GARBAGE",
        "SLOW",
        "SLUGGISH",
        "DEAD",
        "THROWING",
        "WRONG_VERSION",
        "IGNORED",
        "UNSWAPPED"
      })
  void an_adapter_that_goes_wrong_only_when_live_is_taken_back(Manner manner) throws IOException {
    AdapterVersion bad = home.trained();
    home.model.scriptLive(bad.name(), manner);

    RolloutResult result = home.deploy(bad);

    assertThat(result.state()).isEqualTo(RolloutState.ROLLED_BACK);
    assertThat(result.active()).isEqualTo(good.name());
    home.assertServed(good);
    assertThat(result.timings().recovery()).isLessThan(5_000);
    String summary = Files.readString(folder.resolve("loras/current/rollback_summary.json"));
    assertThat(summary).contains(bad.name(), good.name(), "\"proven_live\" : true", "recovery_ms");
    assertThat(home.told)
        .last()
        .extracting(Notification::kind)
        .isEqualTo(Notification.Kind.ROLLED_BACK);

    RolloutResult again = home.deploy(bad);
    assertThat(again.state()).isEqualTo(RolloutState.REJECTED);
    assertThat(again.reason()).contains("failed before");
  }

  @Test
  void garbage_that_no_rehearsal_could_tell_from_the_base_is_caught_in_its_own_scope() {
    home.rollouts().rollback(Optional.of("base"), RolloutListener.silent());
    AdapterVersion bad = home.trained();
    home.model.script(bad.name(), Manner.GARBAGE);

    RolloutResult result = home.deploy(bad);

    assertThat(result.state()).isEqualTo(RolloutState.ROLLED_BACK);
    assertThat(result.timings().detection()).isLessThan(5_000);
    home.assertServed(home.store.base());
  }

  @Test
  void a_dead_adapter_is_noticed_within_five_seconds() {
    AdapterVersion bad = home.trained();
    home.model.scriptLive(bad.name(), Manner.GARBAGE);
    assertThat(home.deploy(bad).timings().detection()).isLessThan(5_000);
  }

  @Test
  void an_adapter_that_dies_during_the_watch_is_noticed() {
    AdapterVersion bad = home.trained();
    home.model.scriptLive(bad.name(), Manner.DYING);

    RolloutResult result = home.deploy(bad);

    assertThat(result.state()).isEqualTo(RolloutState.ROLLED_BACK);
    home.assertServed(good);
  }

  @Test
  void an_adapter_that_cannot_be_loaded_leaves_the_old_one_answering() {
    AdapterVersion bad = home.trained();
    home.model.script(bad.name(), Manner.CANNOT_BE_LOADED);

    assertThat(home.deploy(bad).state()).isEqualTo(RolloutState.ROLLED_BACK);
    home.assertServed(good);
  }

  @Test
  void nothing_is_swapped_when_files_are_broken_or_the_adapter_changes_nothing()
      throws IOException {
    AdapterVersion broken = home.trained();
    Files.write(broken.gguf(), new byte[100]);
    AdapterVersion idle = home.trained();
    home.model.script(idle.name(), Manner.NO_DIFFERENCE);

    assertThat(home.deploy(broken).reason()).contains("provenance.json says");
    assertThat(home.deploy(idle).reason()).contains("changes nothing");
    assertThat(home.rollouts().deploy(folder.resolve("nowhere"), RolloutListener.silent()).state())
        .isEqualTo(RolloutState.REJECTED);
    home.assertServed(good);
  }

  @Test
  void without_probes_or_with_probes_that_nothing_answers_nothing_is_swapped() {
    AdapterVersion next = home.trained();
    Probes some = home.probes;
    home.probes = new Probes(List.of(), List.of());
    assertThat(home.deploy(next).reason()).contains("no probe question");

    home.probes = new Probes(some.general(), List.of());
    assertThat(home.deploy(next).reason()).contains("no question of its scope");
    home.assertServed(good);
  }

  @Test
  void a_baseline_that_is_too_slow_is_refused_with_the_setting_to_change() {
    home.model.baseLatency = Duration.ofMillis(1200);

    RolloutResult result = home.deploy(home.trained());

    assertThat(result.state()).isEqualTo(RolloutState.REJECTED);
    assertThat(result.reason())
        .contains("nightshift.rollout.latency-threshold", "ROLLBACK_THRESHOLD_LATENCY");
    home.assertServed(good);
  }

  @Test
  void live_traffic_that_fails_counts() {
    for (int i = 0; i < 60; i++) {
      home.traffic.add(
          new LiveTraffic.Observation(
              home.clock.instant().plusSeconds(i), "", LiveTraffic.Ending.FAILED, Duration.ZERO));
    }
    AdapterVersion next = home.trained();

    assertThat(home.deploy(next).reason()).contains("requests failed");
    home.assertServed(good);
  }

  @Test
  void a_watch_that_saw_nothing_says_nothing_against_the_adapter_but_two_do() {
    AdapterVersion next = home.trained();
    home.model.crowded = next.name();
    RolloutResult unseen = home.deploy(next);
    assertThat(unseen.state()).isEqualTo(RolloutState.ROLLED_BACK);
    assertThat(unseen.reason()).contains("at least 10 are needed");
    home.assertServed(good);
    assertThat(home.rollouts().waiting()).hasValue(next);

    home.deploy(next);
    assertThat(home.deploy(next).reason()).contains("failed before");
    assertThat(home.rollouts().waiting()).isEmpty();
  }

  @Test
  void an_adapter_waits_until_it_is_judged() {
    assertThat(home.rollouts().waiting()).as("the newest is active").isEmpty();
    AdapterVersion next = home.trained();
    assertThat(home.rollouts().waiting()).hasValue(next);
    home.model.baseLatency = Duration.ofMillis(1200);
    home.deploy(next);
    assertThat(home.rollouts().waiting()).as("refused before the swap").hasValue(next);

    home.model.baseLatency = Duration.ofMillis(200);
    home.deploy(next);
    assertThat(home.rollouts().waiting()).isEmpty();
    home.rollouts().rollback(Optional.empty(), RolloutListener.silent());
    assertThat(home.rollouts().waiting()).as("a person took it back").isEmpty();
  }

  @Test
  void two_rollouts_at_a_time_are_refused() {
    AdapterVersion next = home.trained();
    try (var lock =
        ProcessLock.acquire(home.store.directory().resolve(".rollout.lock"), "another test")) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> home.deploy(next))
          .isInstanceOf(RolloutException.class)
          .hasMessageContaining("the adapters are busy")
          .hasMessageContaining("another test");
      assertThat(home.rollouts().recover(RolloutListener.silent())).isEmpty();
    }
  }

  @Test
  void a_bug_in_the_backend_met_in_rehearsal_is_a_refusal() {
    AdapterVersion next = home.trained();
    home.model.script(next.name(), Manner.THROWING);

    assertThat(home.deploy(next).state()).isEqualTo(RolloutState.REJECTED);
    home.assertServed(good);
  }

  @Test
  void a_listener_that_throws_changes_nothing() {
    RolloutListener broken =
        (phase, message) -> {
          throw new IllegalStateException("the terminal is gone");
        };
    AdapterVersion next = home.trained();

    assertThat(home.rollouts().deploy(next, broken).state()).isEqualTo(RolloutState.ACTIVE);
  }

  @Test
  void pruning_keeps_what_a_rollback_would_go_to() {
    AdapterVersion second = home.trained();
    home.deploy(second);
    AdapterVersion third = home.trained();

    home.rollouts().prune(0);

    assertThat(home.store.versions()).containsExactly(good, second, third);
  }
}
