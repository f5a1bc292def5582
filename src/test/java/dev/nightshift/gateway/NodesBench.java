package dev.nightshift.gateway;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.MiniLmEmbedder;
import dev.nightshift.embedding.RecentEmbeddings;
import dev.nightshift.home.Home;
import dev.nightshift.home.NodeName;
import dev.nightshift.memory.ErasableMemory;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.memory.SharedDatabase;
import dev.nightshift.memory.SharedLogStatus;
import dev.nightshift.state.PostgresServer;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Several gateways on one memory: {@code serve DIRECTORY NODE JDBC-URL} is one, with a model that
 * answers at once, and {@code run DIRECTORY NODES SECONDS CLIENTS} starts them on a PostgreSQL of
 * its own, has them asked and corrected, kills one with SIGKILL half-way, and compares what each of
 * them holds at the end with what was acknowledged.
 */
public final class NodesBench {
  private NodesBench() {}

  /** Runs one side of it. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "serve" -> serve(Path.of(args[1]), args[2], args[3]);
      case "run" ->
          run(
              Path.of(args[1]),
              Integer.parseInt(args[2]),
              Integer.parseInt(args[3]),
              Integer.parseInt(args[4]));
      default -> throw new IllegalArgumentException("serve or run, not " + args[0]);
    }
  }

  /** Prints the address; then answers each line: a file of ids, or an empty one for figures. */
  private static void serve(Path root, String node, String url) throws IOException {
    Embedder embedder = new RecentEmbeddings(new MiniLmEmbedder(Path.of("target", "native")));
    MemorySettings settings =
        new MemorySettings(
            true,
            50,
            1000,
            MemorySettings.Log.DATABASE,
            Duration.ofMillis(500),
            Duration.ofDays(30));
    try (StateDatabase database = StateDatabase.open(new Home(root), StateSettings.at(url));
        ErasableMemory memory =
            LuceneMemory.open(
                root.resolve(node).resolve("memory"),
                embedder,
                settings,
                new SharedDatabase(database.dataSource(), new NodeName(node)));
        GatewayServer server =
            GatewayServer.start(
                GatewayFixture.anyPort(),
                root.resolve(node).resolve("state"),
                GatewayBench.parts(
                    root.resolve(node),
                    memory,
                    embedder,
                    new FakeModel(),
                    InstantSource.system()))) {
      System.out.println(server.url());
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line.isBlank() ? figures(memory) : missing(memory, Path.of(line)));
      }
    }
  }

  private static String figures(ErasableMemory memory) {
    SharedLogStatus log = memory.sharedLog().orElseThrow();
    return "%d %d %d %d %d %d"
        .formatted(
            memory.counts().exchanges(),
            memory.counts().corrections(),
            log.last(),
            log.behind(),
            log.lag().toMillis(),
            log.delay().toMillis());
  }

  /** How many of the ids are not found, with the correction if one is marked with a plus. */
  private static String missing(ErasableMemory memory, Path file) throws IOException {
    long missing =
        Files.readAllLines(file).stream()
            .filter(
                line ->
                    line.startsWith("+")
                        ? memory.find(line.substring(1)).stream()
                            .noneMatch(one -> one.correction().isPresent())
                        : memory.find(line).isEmpty())
            .count();
    return String.valueOf(missing);
  }

  private static void run(Path root, int nodes, int seconds, int clients) throws Exception {
    try (PostgresServer postgres = PostgresServer.startDurable()) {
      StateDatabase.open(new Home(root), StateSettings.at(postgres.url())).close();
      List<BenchNode> all = new ArrayList<>();
      try {
        for (int i = 1; i <= nodes; i++) {
          all.add(BenchNode.start(root, "n" + i, postgres.url()));
        }
        NodesStorm storm = new NodesStorm(all, clients);
        storm.run(seconds, nodes > 1);
        judge(root, all, storm);
      } finally {
        all.forEach(BenchNode::kill);
      }
    }
  }

  private static void judge(Path root, List<BenchNode> all, NodesStorm storm) throws IOException {
    Path ids = root.resolve("acknowledged");
    Files.write(ids, storm.acknowledged());
    boolean held = true;
    List<String> lines = new ArrayList<>();
    for (BenchNode node : all) {
      long missing = Long.parseLong(node.ask(ids.toString()));
      String[] figures = node.ask("").split(" ", -1);
      long exchanges = Long.parseLong(figures[0]);
      held &=
          missing == 0
              && exchanges >= storm.asked()
              && exchanges <= storm.sent()
              && lines.stream().allMatch(line -> line.startsWith(figures[0] + " " + figures[1]));
      lines.add(figures[0] + " " + figures[1] + " missing " + missing);
    }
    System.out.printf(
        Locale.ROOT,
        "%d nodes  %d clients  %6.0f writes/s acknowledged  p50 %5.1f  p99 %6.1f ms  refused %d"
            + "  got by the others after p50 %d  max %d ms  %s frames%n",
        all.size(),
        storm.clients(),
        storm.rate(),
        storm.quantile(0.5),
        storm.quantile(0.99),
        storm.refused(),
        storm.delay(0.5),
        storm.delay(1),
        all.getFirst().ask("").split(" ", -1)[2]);
    System.out.printf(
        Locale.ROOT,
        "         acknowledged %d answers, %d corrections of %d sent; each node holds: %s%s%n",
        storm.asked(),
        storm.acknowledged().size() - storm.asked(),
        storm.sent(),
        String.join(", ", lines),
        held ? "" : "  WRONG");
    if (!held) {
      System.exit(1);
    }
  }
}
