package dev.nightshift.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.workers.WorkSettings.Share;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkSettingsTests {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void defaultsAreOneQuestionAtATime() {
    WorkSettings settings = WorkSettings.defaults();

    assertThat(settings)
        .isEqualTo(new WorkSettings(Share.AUTO, 1, 20, Duration.ofSeconds(5), SECOND, 5));
    assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aGreatHarvestHasNoMorePartitionsThanCanBeLookedAt() {
    assertThat(WorkSettings.defaults().sizeFor(40)).isEqualTo(20);
    assertThat(WorkSettings.defaults().sizeFor(10_000)).isEqualTo(40);
    assertThat(WorkSettings.defaults().sizeFor(1_000_000)).isEqualTo(4_000);
  }

  @Test
  void whatIsNotAllowedIsRefusedWithWhatIs() {
    refused("parallel is 0; allowed: 1 to 64", 0, 20, SECOND, SECOND, 5);
    refused("partition-size is 1001; allowed: 1 to 1000", 1, 1001, SECOND, SECOND, 5);
    refused("heartbeat is PT0S; allowed: 100ms to 5m", 1, 20, Duration.ZERO, SECOND, 5);
    refused("poll is PT2M; allowed: 10ms to 1m", 1, 20, SECOND, Duration.ofMinutes(2), 5);
    refused("attempts is 0; allowed: 1 to 100", 1, 20, SECOND, SECOND, 0);
  }

  private static void refused(
      String why, int parallel, int size, Duration heartbeat, Duration poll, int attempts) {
    assertThatThrownBy(
            () -> new WorkSettings(Share.AUTO, parallel, size, heartbeat, poll, attempts))
        .hasMessage("workers." + why);
  }
}
