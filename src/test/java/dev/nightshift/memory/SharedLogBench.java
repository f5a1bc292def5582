package dev.nightshift.memory;

import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.home.Home;
import dev.nightshift.home.NodeName;
import dev.nightshift.state.PostgresServer;
import dev.nightshift.state.StateDatabase;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What a log in a database costs beside one in files: {@code DIRECTORY COUNT SECONDS}. Vectors are
 * cheap ones, so that the log and the index are what is measured.
 */
public final class SharedLogBench {
  private static final int WRITERS = 16;

  private SharedLogBench() {}

  /** Prints its figures. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    try (PostgresServer postgres = PostgresServer.startDurable();
        StateDatabase database = StateDatabase.open(new Home(root), postgres.settings())) {
      for (int round = 1; round <= 2; round++) {
        try (LuceneMemory own = Samples.open(root.resolve("own" + round))) {
          write("files", own, seconds);
        }
        try (LuceneMemory shared = open(root, "shared" + round, database)) {
          write("database", shared, seconds);
        }
      }
      try (LuceneMemory shared = open(root, "importing", database)) {
        importing(shared, count);
      }
      sizes(database);
      following(root, database);
    }
  }

  private static LuceneMemory open(Path root, String node, StateDatabase database) {
    return LuceneMemory.open(
        root.resolve(node),
        new WordEmbedder(),
        SharedHouse.following(Duration.ofMillis(500)),
        new SharedDatabase(database.dataSource(), new NodeName(node)));
  }

  private static void write(String log, LuceneMemory memory, int seconds) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        all.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    Exchange like = SyntheticExchanges.exchange(next.incrementAndGet());
                    String id = memory.hashCode() + like.id();
                    long began = System.nanoTime();
                    memory.record(Samples.again(like, id, like.answer(), like.author()));
                    nanos.add(System.nanoTime() - began);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%2d writers, log in %-8s  %7.0f writes/s  p50 %6.2f  p99 %7.2f ms%n",
        WRITERS,
        log,
        sorted.size() / (double) seconds,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6);
  }

  private static void importing(LuceneMemory memory, int count) {
    List<Exchange> many =
        IntStream.range(10_000_000, 10_000_000 + count)
            .mapToObj(SyntheticExchanges::exchange)
            .toList();
    long cpu = cpu();
    long began = System.nanoTime();
    memory.record(many);
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "import of %d  %7.0f/s acknowledged  %.2f ms of a processor each%n",
        count,
        count / seconds,
        (cpu() - cpu) / 1e6 / count);
  }

  /** Processor time of this process, nanoseconds. */
  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static void sizes(StateDatabase database) throws Exception {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select count(*), sum(octet_length(body)), pg_total_relation_size('memory_log')"
                    + " from memory_log")) {
      found.next();
      System.out.printf(
          Locale.ROOT,
          "the log has %d frames, %.1f MB of text, %.1f MB in the database%n",
          found.getLong(1),
          found.getLong(2) / 1e6,
          found.getLong(3) / 1e6);
    }
  }

  private static void following(Path root, StateDatabase database) {
    long cpu = cpu();
    long began = System.nanoTime();
    try (LuceneMemory fresh = open(root, "fresh", database)) {
      long exchanges = fresh.counts().exchanges();
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "a new node has all %d exchanges after %.1f s, %.0f a second, %.2f ms of a processor"
              + " each%n",
          exchanges,
          seconds,
          exchanges / seconds,
          (cpu() - cpu) / 1e6 / exchanges);
    }
  }
}
