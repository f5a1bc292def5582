package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.rollout.ScriptedModel.Manner;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillTests {
  @TempDir Path folder;
  private RolloutFixture home;
  private AdapterVersion good;

  @BeforeEach
  void serveAGoodAdapter() {
    home = new RolloutFixture(folder);
    good = home.serveGood();
  }

  @Test
  void a_drill_ends_with_the_old_adapter_and_leaves_only_records() {
    Rollouts rollouts = home.rollouts();
    home.model.script("", Manner.GOOD);
    RolloutListener breaking =
        (phase, message) -> {
          if (phase.equals("validate")) {
            home.model.script(message, Manner.GARBAGE);
          }
        };

    RolloutResult result = rollouts.drill(Breakage.GARBAGE, breaking);

    assertThat(result.state()).isEqualTo(RolloutState.ROLLED_BACK);
    assertThat(result.timings().detection()).isNotNull().isLessThan(5_000);
    assertThat(result.timings().recovery()).isNotNull();
    home.assertServed(good);
    assertThat(folder.resolve("loras").toFile().list())
        .noneMatch(name -> name.startsWith("drill_"))
        .noneMatch(name -> name.startsWith(".staging"));
  }

  @Test
  void a_drill_that_the_watch_does_not_notice_says_so_and_leaves_the_old_adapter() {
    RolloutResult result = home.rollouts().drill(Breakage.GARBAGE, RolloutListener.silent());

    assertThat(result.state()).isEqualTo(RolloutState.ACTIVE);
    assertThat(result.active()).isEqualTo(good.name());
    assertThat(result.reason()).contains("did not notice", "taken back");
    home.assertServed(good);
    assertThat(folder.resolve("loras").toFile().list())
        .noneMatch(name -> name.startsWith("drill_"));
  }
}
