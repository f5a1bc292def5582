package dev.nightshift.reliability;

import dev.nightshift.home.WholeFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Kills processes at every named crash point, starts them again, and prints what held. */
public final class CrashBench {
  private static final long PATIENCE_SECONDS = 120;
  private static final long MOST_MILLIS = 10_000;

  private final Path work;
  private final int repetitions;
  private int failed;
  private int points;
  private int kills;
  private final List<Long> recoveries = new ArrayList<>();
  private final List<Long> processor = new ArrayList<>();

  private CrashBench(Path work, int repetitions) {
    this.work = work;
    this.repetitions = repetitions;
  }

  /** What came of the kills at one point. */
  private static final class Row {
    private final List<Long> recoveries = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
  }

  /** Arguments: work folder, repetitions, regular expression of scenarios. */
  public static void main(String[] args) throws Exception {
    CrashBench bench = new CrashBench(Path.of(args[0]), Integer.parseInt(args[1]));
    System.out.printf("%-72s %5s %7s %7s  %s%n", "point", "kills", "p50 ms", "max ms", "held");
    for (Scenario scenario : Scenarios.all()) {
      if (scenario.scenarioName().matches(args[2])) {
        bench.run(scenario.scenarioName());
      }
    }
    Collections.sort(bench.recoveries);
    Collections.sort(bench.processor);
    long most = bench.recoveries.isEmpty() ? 0 : bench.recoveries.getLast();
    System.out.printf(
        "%n%d points, %d kills, recovery p50 %d ms, max %d ms (allowed %d), of a processor p50 %d"
            + " ms, max %d ms, %d did not hold%n",
        bench.points,
        bench.kills,
        middle(bench.recoveries),
        most,
        MOST_MILLIS,
        middle(bench.processor),
        bench.processor.isEmpty() ? 0 : bench.processor.getLast(),
        bench.failed);
    System.exit(bench.failed > 0 || most > MOST_MILLIS ? 1 : 0);
  }

  private static long middle(List<Long> sorted) {
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  private void run(String scenario) throws Exception {
    Path prepared = work.resolve(scenario + "-prepared");
    require(child(prepared, "prepare", scenario), 0);
    Path recorded = copy(prepared, work.resolve(scenario + "-recorded"));
    Ended listing = child(recorded, "points", scenario);
    require(listing, 0);
    Map<String, List<String>> byName = new LinkedHashMap<>();
    for (String point : listing.lines()) {
      byName
          .computeIfAbsent(CrashPoint.parse(point).operation(), name -> new ArrayList<>())
          .add(point);
    }
    for (Map.Entry<String, List<String>> named : byName.entrySet()) {
      Row row = new Row();
      for (int i = 0; i < repetitions; i++) {
        // Each repetition at another time that the operation is done, if there are several.
        String point = named.getValue().get(i % named.getValue().size());
        kill(scenario, prepared, point, row);
      }
      print(scenario + ": before " + named.getKey(), row);
    }
  }

  private void kill(String scenario, Path prepared, String point, Row row) throws Exception {
    Path folder = copy(prepared, work.resolve(scenario + "-killed"));
    Ended killed = child(folder, "run", scenario, point);
    kills++;
    if (killed.status() != CrashChild.KILLED) {
      failed++;
      row.wrong.add(point + " was not reached: " + killed.last());
      return;
    }
    Ended again = child(folder, "recover", scenario);
    again.lines().stream()
        .filter(line -> line.startsWith("recovered "))
        .map(line -> line.split(" ", -1))
        .forEach(
            words -> {
              row.recoveries.add(Long.parseLong(words[1]));
              processor.add(Long.parseLong(words[2]));
            });
    if (again.status() == 0 && again.last().equals("held")) {
      WholeFolder.delete(folder);
    } else {
      row.wrong.add(point + ": " + again.last() + ", kept in " + keep(folder));
    }
  }

  private Path keep(Path folder) throws IOException {
    Path kept = work.resolve("failed-" + ++failed);
    Files.move(folder, kept);
    return kept;
  }

  private void print(String name, Row row) {
    points++;
    recoveries.addAll(row.recoveries);
    Collections.sort(row.recoveries);
    System.out.printf(
        "%-72s %5d %7d %7d  %s%n",
        name,
        repetitions,
        middle(row.recoveries),
        row.recoveries.isEmpty() ? 0 : row.recoveries.getLast(),
        row.wrong.isEmpty() ? "yes" : "NO: " + row.wrong);
  }

  /** How a child ended. */
  private record Ended(int status, List<String> lines) {
    String last() {
      return lines.isEmpty() ? "" : lines.getLast();
    }
  }

  private Ended child(Path folder, String... what) throws Exception {
    Files.createDirectories(folder);
    Path out = work.resolve("out");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Dlogging.level.root=ERROR",
                "-Dlogback.configurationFile=logback-silent.xml",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                what[0],
                what[1],
                folder.toString()));
    command.addAll(List.of(what).subList(2, what.length));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(work.resolve("errors").toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return new Ended(-1, List.of("it did not end in " + PATIENCE_SECONDS + " s"));
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(out));
    if (process.exitValue() != 0 && process.exitValue() != CrashChild.KILLED) {
      Files.readAllLines(work.resolve("errors"), StandardCharsets.UTF_8).stream()
          .filter(line -> !line.startsWith("WARNING"))
          .findFirst()
          .ifPresent(lines::add);
    }
    return new Ended(process.exitValue(), lines);
  }

  private static void require(Ended ended, int status) {
    if (ended.status() != status) {
      throw new IllegalStateException("a child failed: " + ended);
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      WholeFolder.delete(to);
    }
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(
            path, to.resolve(from.relativize(path)), java.nio.file.LinkOption.NOFOLLOW_LINKS);
      }
    }
    return to;
  }
}
