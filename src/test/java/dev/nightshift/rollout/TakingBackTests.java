package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.adapter.Forgotten;
import dev.nightshift.home.FileDigest;
import dev.nightshift.rollout.ScriptedModel.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollbacks that a person asks for. */
class TakingBackTests {
  @TempDir Path folder;
  private RolloutFixture home;
  private AdapterVersion good;

  @BeforeEach
  void serveAGoodAdapter() {
    home = new RolloutFixture(folder);
    good = home.serveGood();
  }

  @Test
  void a_rollback_goes_to_the_last_that_passed_and_then_to_the_base() {
    AdapterVersion second = home.trained();
    AdapterVersion third = home.trained();
    home.deploy(second);
    home.deploy(third);

    assertThat(rollback().active()).isEqualTo(second.name());
    assertThat(rollback().active()).isEqualTo(good.name());
    assertThat(rollback().active()).isEqualTo("base");
    home.assertServed(home.store.base());
    assertThat(rollback().state()).isEqualTo(RolloutState.NOTHING_TO_DO);
    assertThat(home.deploy(third).reason()).contains("failed before");
  }

  @Test
  void what_a_person_took_back_a_person_can_bring_back_by_its_name() {
    AdapterVersion second = home.trained();
    home.deploy(second);
    rollback();

    RolloutResult back =
        home.rollouts().rollback(Optional.of(second.name()), RolloutListener.silent());
    assertThat(back.active()).isEqualTo(second.name());
    home.assertServed(second);
    rollback();
    assertThat(home.rollouts().redeploy(second, RolloutListener.silent()).state())
        .isEqualTo(RolloutState.ACTIVE);
  }

  @Test
  void what_the_watch_took_back_nobody_brings_back() {
    AdapterVersion bad = home.trained();
    home.model.scriptLive(bad.name(), Manner.GARBAGE);
    home.deploy(bad);

    assertThat(home.rollouts().redeploy(bad, RolloutListener.silent()).state())
        .isEqualTo(RolloutState.REJECTED);
    assertThat(home.rollouts().rollback(Optional.of(bad.name()), RolloutListener.silent()).reason())
        .contains("failed before");
  }

  @Test
  void a_rollback_skips_what_is_broken_by_now_and_refuses_to_go_to_it() throws IOException {
    AdapterVersion second = home.trained();
    AdapterVersion third = home.trained();
    home.deploy(second);
    home.deploy(third);
    Files.delete(second.provenance());

    RolloutResult named =
        home.rollouts().rollback(Optional.of(second.name()), RolloutListener.silent());
    assertThat(named.state()).isEqualTo(RolloutState.REJECTED);
    assertThat(rollback().active()).isEqualTo(good.name());
  }

  @Test
  void what_was_trained_on_what_has_been_forgotten_is_taken_back_for_that_reason()
      throws IOException {
    AdapterVersion second = home.trained();
    home.deploy(second);
    assertThat(home.rollouts().retire(Optional.empty(), RolloutListener.silent()).state())
        .isEqualTo(RolloutState.NOTHING_TO_DO);
    home.store
        .taints()
        .record(
            new Forgotten(
                "x",
                Instant.now(),
                true,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(FileDigest.sha256(second.gguf()))));

    RolloutResult result = home.rollouts().retire(Optional.empty(), RolloutListener.silent());

    assertThat(result.active()).isEqualTo(good.name());
    assertThat(result.reason()).contains("forgotten").doesNotContain("person");
  }

  @Test
  void what_a_rollout_would_take_for_its_fault_is_kept_apart_from_it() {
    AdapterVersion second = home.trained();
    home.rollouts()
        .apart(
            "reloading the models",
            () ->
                assertThatThrownBy(() -> home.deploy(second))
                    .isInstanceOf(RolloutException.class)
                    .hasMessageContaining("reloading the models"));
    assertThat(home.deploy(second).state()).isEqualTo(RolloutState.ACTIVE);
  }

  private RolloutResult rollback() {
    return home.rollouts().rollback(Optional.empty(), RolloutListener.silent());
  }
}
