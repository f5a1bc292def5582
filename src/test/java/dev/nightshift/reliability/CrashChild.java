package dev.nightshift.reliability;

import dev.nightshift.home.Home;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own on a home of its own, with the database that a home has: makes what a
 * scenario needs, runs it up to a crash point, or starts again after that. What is acknowledged is
 * appended to the file {@code acknowledged} beside the home.
 */
public final class CrashChild {
  /** How a process that was killed ends. */
  static final int KILLED = 137;

  private CrashChild() {}

  /** Arguments: {@code prepare|points|run|recover}, scenario, folder, and for run the point. */
  public static void main(String[] args) throws Exception {
    Scenario scenario = Scenarios.named(args[1]);
    Path folder = Path.of(args[2]);
    Path home = Files.createDirectories(folder.resolve("home"));
    switch (args[0]) {
      case "prepare" -> prepare(scenario, home);
      case "points" -> points(scenario, folder, home);
      case "run" -> run(scenario, folder, home, CrashPoint.parse(args[3]));
      case "recover" -> recover(scenario, folder, home);
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0); // Whatever a scenario left running.
  }

  private static void prepare(Scenario scenario, Path home) throws Exception {
    try (StateDatabase database = open(home)) {
      scenario.prepare(new Ground(home, database.dataSource(), List.of(), line -> {}));
    }
  }

  private static StateDatabase open(Path home) {
    return StateDatabase.open(new Home(home), StateSettings.defaults());
  }

  private static void acknowledge(Path folder, String line) {
    try {
      Files.writeString(
          folder.resolve("acknowledged"),
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> acknowledged(Path folder) throws IOException {
    Path file = folder.resolve("acknowledged");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Prints every crash point that a run passes, in order. */
  private static void points(Scenario scenario, Path folder, Path home) throws Exception {
    CrashPoint.Counter counter = new CrashPoint.Counter();
    List<String> points = new ArrayList<>();
    inject(scenario, folder, home, operation -> points.add(counter.next(operation).toString()));
    points.forEach(System.out::println);
  }

  private static void run(Scenario scenario, Path folder, Path home, CrashPoint point)
      throws Exception {
    CrashPoint.Counter counter = new CrashPoint.Counter();
    inject(
        scenario,
        folder,
        home,
        operation -> {
          if (counter.next(operation).equals(point)) {
            Runtime.getRuntime().halt(KILLED);
          }
        });
  }

  private static void inject(Scenario scenario, Path folder, Path home, Injector injector)
      throws Exception {
    Disk disk = new Disk(home);
    try (StateDatabase database = open(home)) {
      disk.inject(injector);
      scenario.run(
          new Ground(
              disk.path(),
              new FaultyDatabase(database.dataSource(), disk),
              List.of(),
              line -> acknowledge(folder, line)));
    }
  }

  /**
   * Prints how long it took from the process's begin until it could answer, by the clock and of the
   * processor, goes on to the end and checks.
   */
  private static void recover(Scenario scenario, Path folder, Path home) throws Exception {
    List<String> before = acknowledged(folder);
    try (StateDatabase database = open(home)) {
      Ground ground =
          new Ground(home, database.dataSource(), before, line -> acknowledge(folder, line));
      scenario.start(ground);
      ProcessHandle.Info self = ProcessHandle.current().info();
      Instant begun = self.startInstant().orElse(Instant.now());
      long processor = self.totalCpuDuration().orElse(Duration.ZERO).toMillis();
      long wall = Duration.between(begun, Instant.now()).toMillis();
      System.out.println("recovered " + wall + " " + processor);
      scenario.recover(ground);
      scenario.check(new Ground(home, database.dataSource(), acknowledged(folder), line -> {}));
    }
    System.out.println("held");
  }
}
