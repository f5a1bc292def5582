package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.governance.ReportText;
import dev.nightshift.home.Home;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night of a whole pipeline, which fails at its model, and what governance says of it. */
class ReportedNightTests {
  @TempDir Path root;

  @Test
  void a_night_that_failed_is_reported_unasked_with_its_reason() {
    Home home = new Home(root);
    Settings settings =
        Settings.load(
            home,
            Map.of(
                "NIGHTSHIFT_MODEL_BASE",
                root.resolve("gone.gguf").toString(),
                "NIGHTSHIFT_NIGHTLY_MIN_FREE_GIGABYTES",
                "0"),
            Map.of());
    try (Pipeline pipeline = new Pipeline(home, settings);
        LocalOperations operations = new LocalOperations(pipeline)) {
      Reply.Night night = operations.nightly(new Request.Nightly(), Progress.silent());
      assertThat(night.state()).isEqualTo("FAILED");

      GovernanceReply reply =
          operations.governance(new GovernanceRequest(GovernanceRequest.Wanted.LAST));

      var report = Objects.requireNonNull(reply.report());
      assertThat(report.trigger()).isEqualTo("night");
      assertThat(report.nights().troubles())
          .singleElement()
          .satisfies(
              trouble -> {
                assertThat(trouble.what()).isEqualTo("failed");
                assertThat(trouble.reason()).contains("gone.gguf");
              });
      assertThat(String.join("\n", ReportText.lines(report)))
          .contains("Nights: 0 of 1 put an adapter live", "gone.gguf");
    }
  }
}
