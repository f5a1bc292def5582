package dev.nightshift.harvest;

import dev.nightshift.home.Home;
import dev.nightshift.state.PostgresServer;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** See {@code bench/workers}: {@code FOLDER FAILURES MILLIS PARALLEL}. */
public final class SharedHarvestBench {
  private static final Pattern SECONDS = Pattern.compile("([0-9.]+) s for");

  private final Path work;
  private final PostgresServer server;
  private final String millis;
  private final String parallel;
  private boolean right = true;

  /** What a harvest of so many failures comes to alone, and how many bytes its seats leave. */
  private record Alone(int failures, List<String> written, long asked) {
    private int cases() {
      return (int) (asked / 2);
    }
  }

  private SharedHarvestBench(Path work, PostgresServer server, String millis, String parallel) {
    this.work = work;
    this.server = server;
    this.millis = millis;
    this.parallel = parallel;
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      SharedHarvestBench bench = new SharedHarvestBench(Path.of(args[0]), server, args[2], args[3]);
      System.exit(bench.run(Integer.parseInt(args[1])) ? 0 : 1);
    }
  }

  private boolean run(int failures) throws Exception {
    Alone all = alone(failures);
    Alone some = alone(failures / 4);
    System.out.println();
    System.out.println(
        "| processes | failures | seconds | questions a second | begun again | asked twice |"
            + " written |");
    System.out.println("|---|---|---|---|---|---|---|");
    double one = phase("1", all, 1, 0, false);
    double four = phase("4", all, 4, 0, false);
    phase("4; 3 workers killed and started again", some, 4, 3, false);
    phase("4; the node killed twice and started again", some, 4, 2, true);
    System.out.println();
    System.out.printf("four processes are %.2f times as fast as one%n", one / four);
    System.out.println(right ? "everything written was the same as alone" : "WRONG: see above");
    return right && one / four >= 3;
  }

  private Alone alone(int failures) throws Exception {
    Path home = Files.createDirectories(work.resolve("alone-" + failures));
    try (StateDatabase h2 =
        StateDatabase.open(new Home(home), StateSettings.at("jdbc:h2:mem:alone" + failures))) {
      LampHouse house = new LampHouse(home, h2, failures);
      house.harvest(new CouncilHere(SleepingSeat.council(0, home.resolve("asked")), 1), p -> {});
      Alone alone = new Alone(failures, house.written(failures), Files.size(home.resolve("asked")));
      System.out.printf(
          "%d failures, %d of them asked of 2 seats of %s ms, %s at once in each process; alone on"
              + " H2: %s%n",
          failures, alone.cases(), millis, parallel, LampHouse.counts(alone.written()));
      return alone;
    }
  }

  private double phase(String title, Alone alone, int processes, int kills, boolean node)
      throws Exception {
    String name = "phase" + System.nanoTime();
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    String url = server.url().replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1");
    Path root = Files.createDirectories(work.resolve(name));
    List<Process> started = new ArrayList<>();
    try (StateDatabase database =
        StateDatabase.open(new Home(root.resolve("home")), StateSettings.at(url))) {
      for (int i = 1; i < processes; i++) {
        started.add(worker(root, url, "worker-" + i));
        awaitReady(root.resolve("worker-" + i + ".txt"), 1);
      }
      long begin = System.nanoTime();
      Process harvest = harvest(root, url, alone);
      started.add(harvest);
      harvest = kill(root, url, database, started, harvest, alone, kills, node);
      if (!harvest.waitFor(15, TimeUnit.MINUTES) || harvest.exitValue() != 0) {
        throw new IllegalStateException(Files.readString(root.resolve("harvest.txt")));
      }
      double seconds =
          kills > 0 ? (System.nanoTime() - begin) / 1e9 : seconds(root.resolve("harvest.txt"));
      report(title, root, database, alone, seconds);
      return seconds;
    } finally {
      for (Process process : started) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private void report(String title, Path root, StateDatabase database, Alone alone, double seconds)
      throws IOException {
    List<String> written =
        new LampHouse(root.resolve("home"), database, 0).written(alone.failures());
    boolean same = written.equals(alone.written());
    right &= same;
    int again =
        JdbcClient.create(database.dataSource())
            .sql("select retries from work_run")
            .query(Integer.class)
            .single();
    System.out.printf(
        "| %s | %d | %.1f | %.1f | %d | %d | %s |%n",
        title,
        alone.failures(),
        seconds,
        alone.cases() / seconds,
        again,
        (Files.size(root.resolve("asked")) - alone.asked() + 1) / 2,
        same ? "the same" : "NOT THE SAME: " + LampHouse.counts(written));
  }

  /** Kills at shares of the work, and starts again; returns the last harvest's process. */
  private Process kill(
      Path root,
      String url,
      StateDatabase database,
      List<Process> started,
      Process first,
      Alone alone,
      int kills,
      boolean node)
      throws Exception {
    Process harvest = first;
    Random random = new Random(7);
    for (int i = 1; i <= kills; i++) {
      awaitDecided(database, alone.cases() * i / (kills + 1), harvest);
      if (node) {
        harvest.destroyForcibly().waitFor();
        harvest = harvest(root, url, alone);
        started.add(harvest);
      } else {
        int which = random.nextInt(started.size() - 1);
        started.get(which).destroyForcibly().waitFor();
        started.set(which, worker(root, url, "worker-again-" + i));
      }
    }
    return harvest;
  }

  private static void awaitDecided(StateDatabase database, int least, Process harvest)
      throws InterruptedException {
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    while (harvest.isAlive()) {
      int decided =
          jdbc.sql("select count(*) from work_case where result is not null")
              .query(Integer.class)
              .single();
      if (decided >= least) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("the harvest ended before " + least + " were decided");
  }

  private Process worker(Path root, String url, String name) throws IOException {
    return SharedHarvestProcess.start(
        root.resolve(name + ".txt"), "worker", root.toString(), url, name, millis, parallel);
  }

  private Process harvest(Path root, String url, Alone alone) throws IOException {
    return SharedHarvestProcess.start(
        root.resolve("harvest.txt"),
        "harvest",
        root.toString(),
        url,
        String.valueOf(alone.failures()),
        millis,
        parallel);
  }

  private static void awaitReady(Path output, int times) throws Exception {
    for (int i = 0; i < 1200; i++) {
      if (Files.exists(output)
          && Files.readAllLines(output).stream().filter("ready"::equals).count() >= times) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("not ready: " + output);
  }

  private static double seconds(Path output) throws IOException {
    Matcher found = SECONDS.matcher(Files.readString(output));
    if (!found.find()) {
      throw new IllegalStateException(Files.readString(output));
    }
    return Double.parseDouble(found.group(1));
  }
}
