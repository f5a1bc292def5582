package dev.nightshift.harvest;

import dev.nightshift.home.Home;
import dev.nightshift.nightly.CouncilWorker;
import dev.nightshift.nightly.SharedCouncil;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import dev.nightshift.workers.WorkSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process of a shared harvest, to be started, counted and killed: {@code harvest ROOT URL
 * FAILURES MILLIS PARALLEL} harvests and says {@code SECONDS s …}; {@code worker ROOT URL NAME
 * MILLIS PARALLEL} helps until it is stopped.
 */
public final class SharedHarvestProcess {
  private SharedHarvestProcess() {}

  /** Runs one. */
  public static void main(String[] args) throws InterruptedException {
    Path root = Path.of(args[1]);
    try (StateDatabase database =
        StateDatabase.open(new Home(root.resolve("home")), StateSettings.at(args[2]))) {
      if (args[0].equals("harvest")) {
        harvest(
            root, database, Integer.parseInt(args[3]), Long.parseLong(args[4]), settings(args[5]));
      } else {
        work(root, database, args[3], Long.parseLong(args[4]), settings(args[5]));
      }
    }
  }

  /** A process of this machine that is gone is found out soon: a heartbeat is 2 seconds. */
  private static WorkSettings settings(String parallel) {
    return new WorkSettings(
        WorkSettings.Share.AUTO,
        Integer.parseInt(parallel),
        10,
        Duration.ofSeconds(2),
        Duration.ofMillis(50),
        5);
  }

  private static void harvest(
      Path root, StateDatabase database, int failures, long millis, WorkSettings settings) {
    LampHouse house = new LampHouse(root.resolve("home"), database, failures);
    SharedCouncil council =
        new SharedCouncil(
            database.dataSource(),
            () -> SleepingSeat.council(millis, root.resolve("asked")),
            SleepingSeat::identity,
            settings,
            "node",
            Duration.ofHours(1));
    System.out.println("ready");
    long begin = System.nanoTime();
    HarvestReport report = house.harvest(council, progress -> {});
    System.out.printf(
        "%.1f s for %d failures%n", (System.nanoTime() - begin) / 1e9, report.failures());
  }

  private static void work(
      Path root, StateDatabase database, String name, long millis, WorkSettings settings)
      throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    stopped.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    CouncilWorker worker =
        new CouncilWorker(
            database.dataSource(),
            SleepingSeat.council(millis, root.resolve("asked")),
            SleepingSeat.identity(),
            settings,
            name);
    System.out.println("ready");
    long decided = worker.work(stop, Duration.ZERO, line -> System.out.println(name + " " + line));
    System.out.println(name + " decided " + decided);
    stopped.countDown();
  }

  /** Starts one with the classes of this process. */
  static Process start(Path output, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SharedHarvestProcess.class.getName()));
    command.addAll(List.of(args));
    File file = output.toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(file))
        .start();
  }
}
