package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.Home;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real process on a real database file, killed with SIGKILL at every place of one night. */
class NightlyKillIntegrationTests {
  private static final List<String> PLACES =
      List.of(
          "preflight",
          "harvest",
          "told HARVEST",
          "train 12",
          "told TRAINING",
          "gate adapter_1",
          "deploy adapter_1",
          "validate",
          "cleanUp");

  @TempDir Path root;

  @Test
  void aNightKilledEverywhereEndsWithEveryFinishedStageDoneOnce() throws Exception {
    for (String place : PLACES) {
      killAt(place);
    }
    Process last = start("nowhere");
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();

    List<String> moments = moments();
    assertThat(moments).last().asString().startsWith("result ACTIVE ").endsWith(".1");
    moments.removeLast();
    // Each place twice, once killed and once passed, in order: nothing that ended began again.
    List<String> expected = new ArrayList<>();
    for (String place : PLACES) {
      expected.add(place);
      expected.add(place);
    }
    assertThat(moments).isEqualTo(expected);
    try (StateDatabase database = StateDatabase.open(new Home(root), StateSettings.defaults())) {
      NightHistory history = new NightHistory(database.dataSource());
      assertThat(history.totals()).isEqualTo(new NightTotals(1, 1, 1, 0, 0, 0, 0));
      assertThat(
              JdbcClient.create(database.dataSource())
                  .sql("select count(*) from batch_job_instance")
                  .query(Integer.class)
                  .single())
          .isEqualTo(1);
    }
  }

  private void killAt(String place) throws Exception {
    int before = moments().size();
    Process process = start(place);
    for (int i = 0; i < 1200 && !arrived(place, before); i++) {
      Thread.sleep(50);
      assertThat(process.isAlive()).as("the child is alive until it is killed").isTrue();
    }
    assertThat(arrived(place, before)).as("the child got to " + place).isTrue();
    process.destroyForcibly().waitFor();
  }

  private boolean arrived(String place, int before) throws IOException {
    List<String> moments = moments();
    return moments.size() > before && moments.getLast().equals(place);
  }

  private List<String> moments() throws IOException {
    Path file = root.resolve("moments");
    return new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
  }

  private Process start(String hangAt) throws IOException {
    File output = root.resolve("output").toFile();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            NightChild.class.getName(),
            root.toString(),
            hangAt)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
        .start();
  }
}
