package dev.nightshift.gateway;

import dev.nightshift.asking.AskService;
import dev.nightshift.asking.FeedbackService;
import dev.nightshift.augmentation.AugmentationSettings;
import dev.nightshift.augmentation.CorrectionAugmenter;
import dev.nightshift.codeloop.QualityMeter;
import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.coderuns.FakeWorkshop;
import dev.nightshift.coderuns.RunSettings;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.MiniLmEmbedder;
import dev.nightshift.embedding.RecentEmbeddings;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.quarantine.FeedbackGate;
import dev.nightshift.quarantine.Screen;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.versions.ProgramVersions;
import dev.nightshift.versions.VersionsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a request costs besides the model's answer: the gateway with its memory on disk and a model
 * that answers at once. {@code serve DIRECTORY CORRECTIONS} is the gateway, {@code drive URL RATE
 * SECONDS WARM-UP} and {@code soak URL MINUTES CLIENTS} are its clients, in processes of their own.
 */
public final class GatewayBench {
  private static final int CONNECTIONS = 64;

  private GatewayBench() {}

  /** Runs one side of it. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "serve" -> serve(Path.of(args[1]), Integer.parseInt(args[2]));
      case "drive" ->
          drive(
              URI.create(args[1]),
              Integer.parseInt(args[2]),
              Long.parseLong(args[3]),
              Long.parseLong(args[4]));
      case "soak" -> soak(URI.create(args[1]), Long.parseLong(args[2]), Integer.parseInt(args[3]));
      default -> throw new IllegalArgumentException("serve, drive or soak, not " + args[0]);
    }
  }

  /** Prints the address, then a line with the heap and the descriptors for each line it is sent. */
  private static void serve(Path directory, int corrections) throws IOException {
    InstantSource clock = InstantSource.system();
    Embedder embedder = new RecentEmbeddings(new MiniLmEmbedder(Path.of("target", "native")));
    FakeModel model = new FakeModel();
    try (ExchangeMemory memory =
        LuceneMemory.open(directory.resolve("memory"), embedder, MemorySettings.defaults())) {
      GatewayParts parts = parts(directory, memory, embedder, model, clock);
      for (int i = 0; i < corrections; i++) {
        String id =
            parts.ask().ask("Which colour has the gate of harbour " + i + "?", "bench").id();
        parts
            .feedback()
            .give(id, Feedback.Kind.CORRECTION, "Harbour " + i + " has a red gate.", "bench");
      }
      try (GatewayServer server =
          GatewayServer.start(GatewayFixture.anyPort(), directory.resolve("state"), parts)) {
        System.out.println(server.url());
        while (System.in.read() >= 0) {
          System.out.println(resources());
        }
      }
    }
  }

  /** A gateway with a memory, and a model that is none. */
  static GatewayParts parts(
      Path directory,
      ExchangeMemory memory,
      Embedder embedder,
      FakeModel model,
      InstantSource clock) {
    AskService ask =
        new AskService(
            model,
            memory,
            new CorrectionAugmenter(
                memory, embedder, Screen.ofWords(), AugmentationSettings.defaults(), clock),
            ServingSettings.defaults(),
            clock);
    return new GatewayParts(
        model,
        memory,
        embedder,
        ask,
        new FeedbackService(memory, FeedbackGate.open(), clock),
        new FakeGeneration(memory, directory.resolve("logs")).parts,
        new CodeRuns(RunSettings.defaults(), directory.resolve("runs"), new FakeWorkshop(), clock),
        new ProgramVersions(
            directory.resolve("code"), VersionsSettings.defaults(), clock, QualityMeter.TEXT),
        () -> "{}",
        PipelineTotals.Totals::none,
        (command, body, lines) -> {},
        Map.of());
  }

  private static String resources() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return String.format(
          Locale.ROOT,
          "%8.2f s CPU  %6.1f MB heap  %5d descriptors  %4d platform threads",
          ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3,
          heap / 1e6,
          open.count(),
          ManagementFactory.getThreadMXBean().getThreadCount());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] question(long number) {
    return LoadDriver.post(
        "/ask",
        "{\"question\":\"What did the keeper of lighthouse "
            + number
            + " write into the log on that evening?\",\"author\":\"user"
            + number % 97
            + "\"}");
  }

  private static void drive(URI url, int rate, long seconds, long warmUp)
      throws InterruptedException {
    LoadDriver driver = new LoadDriver(url.getHost(), url.getPort(), GatewayBench::question);
    driver.run(CONNECTIONS, rate, warmUp, seconds);
    System.out.printf(
        Locale.ROOT,
        "%6d/s  p50 %7.2f  p90 %7.2f  p99 %7.2f  p99.9 %7.2f ms  %s%s%n",
        rate,
        driver.quantile(0.5),
        driver.quantile(0.9),
        driver.quantile(0.99),
        driver.quantile(0.999),
        driver.statuses(),
        driver.broken() == 0 ? "" : "  " + driver.broken() + " connections broke");
  }

  private static void soak(URI url, long minutes, int clients) throws InterruptedException {
    int bad = 0;
    for (long minute = 1; minute <= minutes; minute++) {
      long from = minute * 100_000_000L;
      LoadDriver driver =
          new LoadDriver(
              url.getHost(), url.getPort(), n -> n % 50 == 0 ? wrong(n) : question(n + from));
      driver.run(clients, 0, 0, 60);
      Map<Integer, Integer> statuses = driver.statuses();
      bad +=
          statuses.entrySet().stream()
              .filter(e -> e.getKey() >= 500)
              .mapToInt(Map.Entry::getValue)
              .sum();
      System.out.printf(
          Locale.ROOT,
          "minute %3d  %7d answers  p50 %7.2f  p99 %7.2f ms  %s  %d broken%n",
          minute,
          statuses.values().stream().mapToInt(Integer::intValue).sum(),
          driver.quantile(0.5),
          driver.quantile(0.99),
          statuses,
          driver.broken());
    }
    System.out.println(bad == 0 ? "no 5xx" : bad + " answers were 5xx");
    if (bad > 0) {
      System.exit(1);
    }
  }

  /** Requests that have to be refused. */
  private static byte[] wrong(long number) {
    return LoadDriver.post("/ask", number % 100 == 0 ? "{\"question\":" : "{\"question\":\" \"}");
  }
}
