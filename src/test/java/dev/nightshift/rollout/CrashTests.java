package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.rollout.ScriptedModel.Manner;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies after a step; a new one starts on the same disk and database. */
class CrashTests {
  /** Nobody may catch this: what it interrupts does not happen any more. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir Path folder;
  private RolloutFixture home;
  private AdapterVersion good;

  @BeforeEach
  void serveAGoodAdapter() {
    home = new RolloutFixture(folder);
    good = home.serveGood();
  }

  private Rollouts dyingAfter(RolloutStep last) {
    return home.rollouts(
        step -> {
          if (step == last) {
            throw new Death();
          }
        });
  }

  private Optional<RolloutResult> restart() {
    ScriptedModel fresh = new ScriptedModel(home.clock);
    home.model = fresh;
    assertThat(folder.resolve("loras/current")).as("never dangling").exists();
    Optional<RolloutResult> result = home.rollouts().recover(RolloutListener.silent());
    assertThat(home.rollouts().recover(RolloutListener.silent())).as("nothing left").isEmpty();
    return result;
  }

  @ParameterizedTest
  @EnumSource(
      value = RolloutStep.class,
      names = {"RECORDED", "BACKED_UP", "SWAPPED", "LOADED", "PROVEN", "WATCHED"})
  void a_rollout_that_was_cut_off_is_taken_back_and_may_be_tried_again(RolloutStep last) {
    AdapterVersion next = home.trained();
    assertThatThrownBy(() -> dyingAfter(last).deploy(next, RolloutListener.silent()))
        .isInstanceOf(Death.class);

    Optional<RolloutResult> found = restart();

    assertThat(found.orElseThrow().state()).isEqualTo(RolloutState.ROLLED_BACK);
    home.assertServed(good);
    assertThat(home.rollouts().deploy(next, RolloutListener.silent()).state())
        .isEqualTo(RolloutState.ACTIVE);
  }

  @Test
  void an_adapter_whose_watch_is_cut_off_twice_is_not_tried_a_third_time() {
    AdapterVersion next = home.trained();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> dyingAfter(RolloutStep.PROVEN).deploy(next, RolloutListener.silent()))
          .isInstanceOf(Death.class);
      restart();
    }
    assertThat(home.rollouts().deploy(next, RolloutListener.silent()).reason())
        .contains("failed before");
  }

  @Test
  void what_was_committed_stays() {
    AdapterVersion next = home.trained();
    assertThatThrownBy(
            () -> dyingAfter(RolloutStep.COMMITTED).deploy(next, RolloutListener.silent()))
        .isInstanceOf(Death.class);

    assertThat(restart()).isEmpty();
    home.assertServed(next);
  }

  @ParameterizedTest
  @EnumSource(RolloutStep.class)
  void the_adapter_of_a_drill_that_nobody_noticed_never_stays(RolloutStep last) {
    try {
      dyingAfter(last).drill(Breakage.GARBAGE, RolloutListener.silent());
    } catch (Death e) {
      // Not every step is a drill's.
    }

    restart();

    home.assertServed(good);
    assertThat(folder.resolve("loras").toFile().list())
        .noneMatch(name -> name.startsWith("drill_"));
    assertThat(home.told).noneMatch(told -> told.title().matches("drill_.* is active"));
  }

  @ParameterizedTest
  @EnumSource(
      value = RolloutStep.class,
      names = {"CONDEMNED", "SWAPPED_BACK", "LOADED_BACK", "SUMMARISED"})
  void a_rollback_that_was_cut_off_is_finished(RolloutStep last) {
    AdapterVersion bad = home.trained();
    home.model.scriptLive(bad.name(), Manner.GARBAGE);
    assertThatThrownBy(() -> dyingAfter(last).deploy(bad, RolloutListener.silent()))
        .isInstanceOf(Death.class);

    restart();

    home.assertServed(good);
    assertThat(folder.resolve("loras/current/rollback_summary.json")).exists();
    assertThat(home.rollouts().deploy(bad, RolloutListener.silent()).reason())
        .contains("failed before");
  }

  @ParameterizedTest
  @EnumSource(
      value = RolloutStep.class,
      names = {"RECORDED", "CONDEMNED", "SWAPPED_BACK", "LOADED_BACK", "SUMMARISED"})
  void a_rollback_that_a_person_asked_for_is_finished(RolloutStep last) {
    AdapterVersion next = home.trained();
    home.rollouts().deploy(next, RolloutListener.silent());
    assertThatThrownBy(() -> dyingAfter(last).rollback(Optional.empty(), RolloutListener.silent()))
        .isInstanceOf(Death.class);

    restart();

    home.assertServed(good);
  }

  @Test
  void a_drill_that_was_cut_off_leaves_nothing_active_and_nothing_behind() {
    assertThatThrownBy(
            () -> dyingAfter(RolloutStep.LOADED).drill(Breakage.GARBAGE, RolloutListener.silent()))
        .isInstanceOf(Death.class);

    restart();

    home.assertServed(good);
    assertThat(folder.resolve("loras").toFile().list())
        .noneMatch(name -> name.startsWith("drill_"));
  }

  @Test
  void a_row_left_open_about_what_others_have_followed_is_only_closed() {
    AdapterVersion old = home.trained();
    RolloutLedger ledger = new RolloutLedger(home.database, "");
    ledger.open(RolloutKind.DEPLOY, old, "digest", "base", 0, 0);
    AdapterVersion next = home.trained();
    assertThat(home.deploy(next).state()).isEqualTo(RolloutState.ACTIVE);

    assertThat(restart()).isEmpty();

    home.assertServed(next);
    assertThat(ledger.unfinished()).isEmpty();
    assertThat(ledger.inconclusive("digest")).as("nobody judged it").isEqualTo(1);
  }

  @Test
  void an_adapter_that_the_backend_cannot_use_any_more_is_taken_back_at_the_start() {
    AdapterVersion next = home.trained();
    home.rollouts().deploy(next, RolloutListener.silent());
    home.model = new ScriptedModel(home.clock);
    home.model.script(next.name(), Manner.CANNOT_BE_LOADED);

    Optional<RolloutResult> result = home.rollouts().recover(RolloutListener.silent());

    assertThat(result.orElseThrow().reason()).contains("cannot use it");
    home.assertServed(good);
  }
}
