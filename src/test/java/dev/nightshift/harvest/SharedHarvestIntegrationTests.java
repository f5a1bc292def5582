package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.Home;
import dev.nightshift.state.PostgresServer;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Real processes over a real PostgreSQL, killed with SIGKILL in the middle of their work. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SharedHarvestIntegrationTests {
  private static final int FAILURES = 300;
  private static final String MILLIS = "20";

  @TempDir Path root;
  private PostgresServer server;
  private StateDatabase database;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    server = PostgresServer.start();
    database = StateDatabase.open(new Home(root.resolve("home")), server.settings());
  }

  @AfterEach
  void close() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    if (database != null) {
      database.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aWorkerKilledInTheMiddleOfAPartitionLosesNothingAndDoublesNothing() throws Exception {
    Process first = worker("first");
    worker("second");
    Process harvest = harvest();
    awaitDecidedBy("first", 3);
    first.destroyForcibly().waitFor();

    assertThat(harvest.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(harvest.exitValue()).as(output("harvest")).isZero();
    assertThat(written()).isEqualTo(expected());
    assertThat(retries()).isPositive();
    assertThat(askedTooOften()).as("the case at hand").isLessThanOrEqualTo(retries());
  }

  @Test
  void aNodeKilledWhileItWaitsGoesOnWithWhatWasDecided() throws Exception {
    worker("first");
    Process harvest = harvest();
    awaitDecidedBy("node", 3);
    awaitDecidedBy("first", 3);
    harvest.destroyForcibly().waitFor();
    assertThat(written()).isEmpty();

    Process again = harvest();
    assertThat(again.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(again.exitValue()).as(output("harvest")).isZero();
    assertThat(written()).isEqualTo(expected());
    // What the killed one had at hand; and what the worker had as its partition was withdrawn.
    assertThat(askedTooOften()).isLessThanOrEqualTo(2);
  }

  @Test
  void aWorkerThatIsStoppedGivesBackWhatItHas() throws Exception {
    Process first = worker("first");
    Process harvest = harvest();
    awaitDecidedBy("first", 3);
    first.destroy(); // SIGTERM
    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(output("first")).contains("gives back").contains("first decided");

    assertThat(harvest.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(written()).isEqualTo(expected());
    assertThat(retries()).as("leaving is no failed attempt").isZero();
  }

  private int retries() {
    return jdbc().sql("select retries from work_run").query(Integer.class).single();
  }

  /** Cases whose seats were asked, beyond those that a harvest alone asks about. */
  private long askedTooOften() throws Exception {
    long once = Files.size(root.resolve("asked-alone"));
    return (Files.size(root.resolve("asked")) - once + 1) / 2;
  }

  private List<String> written() {
    return new LampHouse(root.resolve("home"), database, FAILURES).written(FAILURES);
  }

  /** What a harvest without any of this writes. */
  private List<String> expected() {
    Path home = root.resolve("home-alone");
    try (StateDatabase alone =
        StateDatabase.open(new Home(home), StateSettings.at("jdbc:h2:mem:" + root.getFileName()))) {
      LampHouse house = new LampHouse(home, alone, FAILURES);
      house.harvest(
          new CouncilHere(SleepingSeat.council(0, root.resolve("asked-alone")), 1), p -> {});
      return house.written(FAILURES);
    }
  }

  private void awaitDecidedBy(String worker, int least) throws Exception {
    for (int i = 0; i < 1200; i++) {
      int decided =
          jdbc()
              .sql("select count(*) from work_case where worker = ?")
              .param(worker)
              .query(Integer.class)
              .single();
      if (decided >= least) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(worker + " decided nothing: " + output(worker));
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(database.dataSource());
  }

  private Process worker(String name) throws Exception {
    return start(name, "worker", root.toString(), server.url(), name, MILLIS, "1");
  }

  private Process harvest() throws Exception {
    return start("harvest", "harvest", root.toString(), server.url(), "" + FAILURES, MILLIS, "1");
  }

  private Process start(String output, String... args) throws Exception {
    Process process = SharedHarvestProcess.start(root.resolve(output + ".txt"), args);
    processes.add(process);
    return process;
  }

  private String output(String name) throws Exception {
    Path file = root.resolve(name + ".txt");
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
