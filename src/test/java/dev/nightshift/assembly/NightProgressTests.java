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
}
