package dev.nightshift.council;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.council.CouncilSettings.RewriteCorrections;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CouncilIdentityTests {
  private static final SeatSettings OWN = SeatSettings.of(Role.ANALYST);
  private static final SeatSettings NEAR =
      new SeatSettings(Role.CORRECTOR, "ollama:big", "http://127.0.0.1:11434", "", 1, 0);
  private static final SeatSettings FAR =
      new SeatSettings(Role.CORRECTOR, "ollama:big", "http://10.0.0.7:11434", "", 1, 0);

  @Test
  void whereASeatsServerIsDoesNotMatter() {
    assertThat(print(0.6, "tiny 12", OWN, NEAR)).isEqualTo(print(0.6, "tiny 12", OWN, FAR));
  }

  @Test
  void whatDecidesOtherwiseIsAnotherCouncil() {
    assertThat(
            List.of(
                print(0.6, "tiny 12", OWN, NEAR),
                print(0.5, "tiny 12", OWN, NEAR),
                print(0.6, "tiny 13", OWN, NEAR),
                print(0.6, "tiny 12", OWN),
                print(0.6, "tiny 12", NEAR, OWN)))
        .doesNotHaveDuplicates()
        .allMatch(print -> print.matches("[0-9a-f]{64}"));
  }

  @Test
  void theOwnModelIsAskedForOnlyWhereItTakesASeat() {
    CouncilIdentity identity =
        CouncilIdentity.of(
            settings(0.6, NEAR),
            () -> {
              throw new IllegalStateException("no model here");
            },
            "words");

    assertThat(identity.words()).isEqualTo("corrector on ollama:big (weight 1.0, temperature 0.0)");
  }

  private static String print(double threshold, String own, SeatSettings... seats) {
    return CouncilIdentity.of(settings(threshold, seats), () -> own, "words").fingerprint();
  }

  private static CouncilSettings settings(double threshold, SeatSettings... seats) {
    return new CouncilSettings(
        threshold, 0.85, 160, Duration.ofSeconds(60), RewriteCorrections.NEVER, List.of(seats));
  }
}
