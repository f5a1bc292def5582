package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NightProgressTests {
  private final NightProgress progress = new NightProgress();
  private final List<String> heard = new ArrayList<>();

  @Test
  void whoIsRefusedANightTakesNobodysNewsAway() {
    progress.heardBy(
        (stage, message, share) -> heard.add(stage),
        () -> {
          progress.update("harvest", "1 of 2", 0.5);
          assertThatThrownBy(
                  () ->
                      progress.heardBy(
                          Progress.silent(),
                          () -> {
                            throw new IllegalStateException("a night goes on");
                          }))
              .hasMessage("a night goes on");
          progress.update("train", "1 of 2", 0.5);
          return "done";
        });
    progress.update("gate", "nobody listens any more", 0.5);

    assertThat(heard).containsExactly("harvest", "train");
  }

  @Test
  void of_a_long_training_the_losses_are_thinned_out_evenly() {
    for (int step = 1; step <= 5000; step++) {
      progress.trained(step, step);
    }
    progress.update("training", "step 5000", 1);

    List<Double> kept = progress.now().orElseThrow().losses();
    assertThat(kept).hasSizeBetween(200, 401);
    assertThat(kept).isSorted();
    double widest = 0;
    for (int i = 1; i < kept.size(); i++) {
      widest = Math.max(widest, kept.get(i) - kept.get(i - 1));
    }
    assertThat(widest).isLessThanOrEqualTo(32);
  }

  @Test
  void of_the_night_before_nothing_is_told() {
    progress.trained(1, 2.5);
    progress.update("training", "step 1", 0.1);
    progress.begin();
    assertThat(progress.now()).isEmpty();
    progress.update("preflight", "does the model answer?", -1);

    assertThat(progress.now().orElseThrow().losses()).isEmpty();
    assertThat(progress.now().orElseThrow().stage()).isEqualTo("preflight");
  }
}
