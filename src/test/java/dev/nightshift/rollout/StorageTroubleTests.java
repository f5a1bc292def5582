package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.notify.Notification;
import dev.nightshift.reliability.Disk;
import dev.nightshift.rollout.ScriptedModel.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full disk and an ended process do to a rollout and to those who are told of it. */
class StorageTroubleTests {
  @TempDir Path folder;
  private Disk disk;
  private RolloutFixture home;
  private AdapterVersion good;

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void serveAGoodAdapter() throws IOException {
    disk = new Disk(folder);
    home = new RolloutFixture(disk.path());
    good = home.serveGood();
  }

  @Test
  void a_full_disk_is_not_held_against_an_adapter_however_often() throws IOException {
    AdapterVersion next = home.trained();
    for (int night = 0; night < 3; night++) {
      disk.inject(
          operation -> {
            if (operation.target().contains("current")) {
              throw new IOException("No space left on device");
            }
          });
      RolloutResult result = home.deploy(next);
      assertThat(result.state()).isEqualTo(RolloutState.ROLLED_BACK);
      assertThat(result.reason()).contains("No space left on device", "current");
      disk.mend();
      home.model = new ScriptedModel(home.clock);
      home.rollouts().recover(RolloutListener.silent());
      home.assertServed(good);
    }

    assertThat(home.deploy(next).state()).isEqualTo(RolloutState.ACTIVE);
  }

  private void dieAfter(RolloutStep last, AdapterVersion version) {
    Rollouts dying =
        home.rollouts(
            step -> {
              if (step == last) {
                throw new Death();
              }
            });
    assertThatThrownBy(() -> dying.deploy(version, RolloutListener.silent()))
        .isInstanceOf(Death.class);
    home.model = new ScriptedModel(home.clock);
    home.rollouts().recover(RolloutListener.silent());
  }

  @Test
  void people_are_told_of_an_adapter_whose_process_ended_before_it_could_tell() {
    AdapterVersion next = home.trained();
    home.told.clear();

    dieAfter(RolloutStep.COMMITTED, next);

    assertThat(home.told)
        .extracting(Notification::title)
        .containsExactly(next.name() + " is active");
  }

  @Test
  void people_are_told_of_a_rollback_before_its_row_is_closed() {
    AdapterVersion bad = home.trained();
    home.model.scriptLive(bad.name(), Manner.GARBAGE);
    home.told.clear();

    dieAfter(RolloutStep.SUMMARISED, bad);

    assertThat(home.told).extracting(Notification::title).contains("Rolled back to " + good.name());
  }

  @Test
  void a_drill_leaves_no_link_that_points_nowhere() throws IOException {
    home.rollouts().drill(Breakage.GARBAGE, RolloutListener.silent());

    try (var all = Files.walk(folder)) {
      assertThat(all.filter(Files::isSymbolicLink)).isNotEmpty().allMatch(Files::exists);
    }
  }
}
