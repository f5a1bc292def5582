package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.Home;
import dev.nightshift.state.PostgresServer;
import dev.nightshift.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with homes of their own and one PostgreSQL; their triggers go off at once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TwoSchedulersIntegrationTests {
  private static final int NIGHTS = 8;
  private static final int STAGES = 7;

  @TempDir Path root;

  @Test
  void eachNightIsRunOnce() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      List<Process> nodes = new ArrayList<>();
      try {
        nodes.add(start("north", server.url()));
        nodes.add(start("south", server.url()));
        for (int night = 1; night <= NIGHTS; night++) {
          awaitBoth("ready " + night, nodes);
          Files.createFile(root.resolve("go-" + night));
        }
        awaitBoth("ready " + (NIGHTS + 1), nodes);
        for (Process node : nodes) {
          assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
          assertThat(node.exitValue()).as(Files.readString(root.resolve("output"))).isZero();
        }
      } finally {
        for (Process node : nodes) {
          node.destroyForcibly().waitFor();
        }
      }
      List<String> moments = Files.readAllLines(root.resolve("moments"));
      List<String> stages = moments.stream().filter(line -> line.contains("Z ")).toList();
      assertThat(stages).hasSize(NIGHTS * STAGES);
      assertThat(stages.stream().map(line -> line.replaceFirst("^\\w+ ", "")))
          .doesNotHaveDuplicates();
      assertThat(moments.stream().filter(line -> line.startsWith("told")))
          .hasSize(2 * NIGHTS)
          .doesNotHaveDuplicates();
      try (StateDatabase database = StateDatabase.open(new Home(root), server.settings())) {
        assertThat(new NightHistory(database.dataSource()).totals().nights()).isEqualTo(NIGHTS);
      }
    }
  }

  private void awaitBoth(String line, List<Process> nodes) throws Exception {
    for (int i = 0; i < 4000; i++) {
      if (moments().stream().filter(line::equals).count() == nodes.size()) {
        return;
      }
      assertThat(nodes).as("the nodes live until then").allMatch(Process::isAlive);
      Thread.sleep(25);
    }
    throw new AssertionError("both never got to: " + line + "\n" + moments());
  }

  private List<String> moments() throws IOException {
    Path file = root.resolve("moments");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private Process start(String name, String url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx300m",
            "-cp",
            System.getProperty("java.class.path"),
            SchedulerChild.class.getName(),
            root.toString(),
            name,
            url,
            String.valueOf(NIGHTS))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(root.resolve("output").toFile()))
        .start();
  }
}
