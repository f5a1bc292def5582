package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.state.PostgresServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memories of several nodes on a real PostgreSQL. */
@Timeout(300)
class SharedLogIntegrationTests {
  private static final Window ALWAYS = new Window(NOON.minusSeconds(1), NOON.plusSeconds(1));

  @TempDir Path root;
  private PostgresServer server;
  private SharedHouse house;

  @BeforeEach
  void start() throws Exception {
    server = PostgresServer.start();
    house = new SharedHouse(root, server.settings());
  }

  @AfterEach
  void stop() {
    house.close();
    server.close();
  }

  @Test
  void numbers_become_visible_in_their_order_while_three_nodes_write() throws Exception {
    MemorySettings settings = SharedHouse.following(Duration.ofMillis(20));
    int each = 150;
    try (LuceneMemory a = house.open("a", settings);
        LuceneMemory b = house.open("b", settings);
        LuceneMemory c = house.open("c", settings);
        ExecutorService threads = Executors.newFixedThreadPool(13)) {
      List<LuceneMemory> nodes = List.of(a, b, c);
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 12; w++) {
        String name = "w" + w + "-";
        LuceneMemory node = nodes.get(w % 3);
        LuceneMemory other = nodes.get((w + 1) % 3);
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    node.record(exchange(name + i, NOON, "question " + name + i, true));
                    other.record(correction("f-" + name + i, name + i, NOON, "better"));
                  }
                }));
      }
      Future<List<Long>> watcher = threads.submit(() -> watch(writers));
      for (Future<?> one : writers) {
        one.get(120, TimeUnit.SECONDS);
      }
      List<Long> seen = watcher.get(60, TimeUnit.SECONDS);

      assertThat(seen).isEqualTo(LongStream.rangeClosed(1, seen.size()).boxed().toList());
      assertThat(house.frames()).hasSize(seen.size());
      assertSame(nodes, 12L * each);
    }
  }

  /** Reads on after what it has read, as followers do, until nobody writes. */
  private List<Long> watch(List<Future<?>> writers) {
    SharedDatabase database = house.shared("watcher");
    List<Long> seen = new ArrayList<>();
    boolean over = false;
    while (true) {
      long last = seen.isEmpty() ? 0 : seen.getLast();
      List<Long> more =
          database.reading(connection -> LogRow.after(connection, last, 50)).stream()
              .map(LogRow::number)
              .toList();
      seen.addAll(more);
      if (over && more.isEmpty()) {
        return seen;
      }
      over = writers.stream().allMatch(Future::isDone);
    }
  }

  @Test
  void connections_that_break_lose_nothing_acknowledged_and_double_nothing() throws Exception {
    MemorySettings settings = SharedHouse.following(Duration.ofMillis(20));
    int each = 120;
    AtomicInteger refused = new AtomicInteger();
    try (LuceneMemory a = house.open("a", settings);
        LuceneMemory b = house.open("b", settings);
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 6; w++) {
        LuceneMemory node = w % 2 == 0 ? a : b;
        String name = "w" + w + "-";
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    String id = name + i;
                    until(refused, () -> node.record(exchange(id, NOON, "q " + id, true)));
                    until(refused, () -> node.record(correction("f-" + id, id, NOON, "better")));
                  }
                }));
      }
      int broken = 0;
      while (!writers.stream().allMatch(Future::isDone)) {
        broken += breakConnections();
      }
      for (Future<?> one : writers) {
        one.get(10, TimeUnit.SECONDS);
      }
      assertThat(broken).isPositive();
      assertThat(refused.get()).isPositive();
      assertSame(List.of(a, b), 6L * each);
    }
  }

  private static void until(AtomicInteger refused, Runnable write) {
    for (int attempt = 1; attempt <= 1000; attempt++) {
      try {
        write.run();
        return;
      } catch (MemoryException e) {
        assertThat(e.code()).isEqualTo(MemoryException.Code.IO);
        refused.incrementAndGet();
      }
    }
    throw new AssertionError("refused a thousand times");
  }

  private int breakConnections() {
    SharedDatabase database = house.shared("breaker");
    for (int attempt = 1; ; attempt++) {
      try {
        return database.reading(
            connection -> {
              try (var kill =
                  connection.prepareStatement(
                      "select count(pg_terminate_backend(pid)), pg_sleep(0.2) from pg_stat_activity"
                          + " where pid <> pg_backend_pid() and query like '%memory_log%'")) {
                var found = kill.executeQuery();
                return found.next() ? found.getInt(1) : 0;
              }
            });
      } catch (MemoryException e) {
        assertThat(attempt).isLessThan(100);
      }
    }
  }

  @Test
  void a_node_killed_in_a_storm_of_writes_has_lost_nothing_that_it_acknowledged() throws Exception {
    MemorySettings settings = SharedHouse.following(Duration.ofMillis(100));
    Set<String> acknowledged = new TreeSet<>();
    try (LuceneMemory a = house.open("a", settings)) {
      for (int round = 0; round < 3; round++) {
        acknowledged.addAll(writeUntilKilled("r" + round, 40 + 60 * round));
        String here = "here" + round;
        a.record(exchange(here, NOON, "meanwhile " + round, false));
        a.record(correction("f-" + here, here, NOON, "better"));
        acknowledged.add(here);
      }
      try (LuceneMemory b = house.open("b", settings)) {
        for (LuceneMemory each : List.of(a, b)) {
          assertThat(each.find("no such")).isEmpty();
          List<Remembered> all = each.failures(ALWAYS);
          Set<String> ids =
              all.stream().map(one -> one.exchange().id()).collect(Collectors.toSet());
          assertThat(all).as("none twice").hasSize(ids.size());
          assertThat(ids).containsAll(acknowledged);
          assertThat(all).allSatisfy(one -> assertThat(one.feedback()).hasSizeLessThan(2));
          assertThat(all.stream().filter(one -> acknowledged.contains(one.exchange().id())))
              .allSatisfy(one -> assertThat(one.correction()).isPresent());
        }
        assertThat(a.failures(ALWAYS)).isEqualTo(b.failures(ALWAYS));
        assertThat(a.counts()).isEqualTo(b.counts());
      }
    }
  }

  private List<String> writeUntilKilled(String prefix, int enough) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SharedWriter.class.getName(),
                root.toString(),
                "b",
                server.url(),
                prefix)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (line != null && acknowledged.size() < enough) {
        acknowledged.add(line);
        line = lines.readLine();
      }
      assertThat(writer.isAlive()).as("killed in the middle of writing").isTrue();
      kill(writer);
      List<String> rest = lines.lines().toList();
      if (!rest.isEmpty()) {
        acknowledged.addAll(rest.subList(0, rest.size() - 1));
      }
      return acknowledged;
    } finally {
      kill(writer);
    }
  }

  private static void kill(Process process) throws InterruptedException {
    process.toHandle().destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void assertSame(List<LuceneMemory> nodes, long total) {
    for (LuceneMemory node : nodes) {
      assertThat(node.find("no such")).isEmpty();
      assertThat(node.counts()).isEqualTo(new ExchangeMemory.Counts(total, total, total));
      assertThat(node.failures(ALWAYS))
          .hasSize((int) total)
          .allSatisfy(one -> assertThat(one.feedback()).hasSize(1));
    }
  }
}
