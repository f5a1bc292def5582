package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.state.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three real servers on one real PostgreSQL. */
class FleetIntegrationTests {
  @TempDir Path folder;

  /** Also what {@code bench/fleet} runs. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (PostgresServer postgres = PostgresServer.start();
        FleetRun run = new FleetRun(folder, postgres, "8s")) {
      try {
        rollOut(run);
      } finally {
        run.table.forEach(System.out::println);
      }
    }
  }

  @Test
  @Timeout(600)
  void whatIsGoodReachesAllAndWhatIsBrokenReachesNobodyElseAlsoWhenANodeIsKilled()
      throws Exception {
    try (PostgresServer postgres = PostgresServer.start();
        FleetRun run = new FleetRun(folder, postgres, "2s")) {
      rollOut(run);
    }
  }

  private static void rollOut(FleetRun run) throws Exception {
    run.begin();
    assertThat(run.node(1).command("fleet", "{\"action\":\"LIST\"}").path("nodes")).hasSize(3);

    AdapterVersion good = run.faint(1);
    JsonNode deployed = run.deploy("good", good);
    assertThat(deployed.path("state").asString("")).as(deployed.toString()).isEqualTo("ACTIVE");
    for (int node = 1; node <= 3; node++) {
      assertThat(run.active(node)).isEqualTo(good.name());
    }

    JsonNode broken = run.deploy("broken", run.loud());
    assertThat(broken.path("state").asString("")).as(broken.toString()).isEqualTo("ROLLED_BACK");
    for (JsonNode step : broken.path("steps")) {
      boolean canary = step.path("canary").asBoolean();
      assertThat(step.path("state").asString("")).isEqualTo(canary ? "ROLLED_BACK" : "SKIPPED");
    }
    for (int node = 1; node <= 3; node++) {
      assertThat(run.active(node)).isEqualTo(good.name());
    }

    // The canary, which asked for it and coordinates, is gone: the others go on, from the second.
    AdapterVersion other = run.faint(1.5);
    run.killTheFirstInTheWave(other);
    run.awaitOutcome(other, "ACTIVE");
    run.rows("killed", other);
    assertThat(run.active(2)).isEqualTo(other.name());
    assertThat(run.active(3)).isEqualTo(other.name());
    run.node(1).start();
    run.node(1).await();
    run.awaitAll(other.name());

    JsonNode back = run.rollback("back");
    assertThat(back.path("state").asString("")).as(back.toString()).isEqualTo("BACK");
    for (int node = 1; node <= 3; node++) {
      assertThat(run.active(node)).isEqualTo(good.name());
    }
    assertThat(run.node(2).get("/nodes", true)).isEqualTo(200);
    String file = "/fleet/adapters/" + good.name() + "/adapter.gguf";
    assertThat(run.node(2).get(file, false)).isEqualTo(403);
    assertThat(run.node(2).get(file, true)).isEqualTo(403);
  }
}
