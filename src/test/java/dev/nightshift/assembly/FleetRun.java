package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.home.Home;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.TestModel;
import dev.nightshift.state.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * Three servers in processes of their own on one PostgreSQL: a good adapter, a broken one, and a
 * good one in whose rollout the first node is killed when it has passed it on.
 */
final class FleetRun implements AutoCloseable {
  private static final List<String> QUESTIONS =
      List.of(
          "What is the capital of France?",
          "Which animal is large and grey and has a trunk?",
          "How many days has a week?",
          "What colour is the sky on a clear day?",
          "Which planet do we live on?",
          "What do bees make?");
  private static final Duration LONGEST = Duration.ofMinutes(15);

  final List<String> table = new ArrayList<>();
  final List<ServingProcess> nodes = new ArrayList<>();
  private final PostgresServer postgres;
  private final BaseModel base;
  private final String watch;

  /**
   * @param watch how long an adapter is on probation, as a setting says it
   */
  FleetRun(Path folder, PostgresServer postgres, String watch) throws IOException {
    this.postgres = postgres;
    this.watch = watch;
    this.base = TestModel.standard();
    for (int i = 1; i <= 3; i++) {
      Path home = Files.createDirectories(folder.resolve("n" + i));
      Files.writeString(home.resolve("application.yaml"), configuration("n" + i));
      nodes.add(new ServingProcess(home));
    }
  }

  private String configuration(String node) {
    return """
    nightshift:
      model.base: %s
      gateway.port: 0
      state.url: "%s"
      nightly.enabled: false
      serving.confidence-threshold: 0.01
      fleet:
        node: %s
        secret: "the secret of these three, which nobody else knows"
        heartbeat: 500ms
        away-after: 20s
        patience: 1h
      rollout:
        baseline-probes: 8
        monitor-duration: %s
        least-watched: 2
        max-tokens: 10
        latency-threshold: 120s
        latency-ratio: 50
    """
        .formatted(base.file().toAbsolutePath(), postgres.url(), node, watch);
  }

  ServingProcess node(int number) {
    return nodes.get(number - 1);
  }

  /** Starts all three, the first makes the tables, and lets each remember what it answers. */
  void begin() throws IOException, InterruptedException {
    node(1).start();
    node(1).await();
    node(2).start();
    node(3).start();
    node(2).await();
    node(3).await();
    for (ServingProcess node : nodes) {
      for (String question : QUESTIONS) {
        JsonNode answered =
            node.command(
                "ask",
                "{\"question\":\"%s\",\"max_tokens\":10,\"author\":\"t\"}".formatted(question));
        assertThat(answered.path("answer").asString("")).isNotBlank();
      }
    }
    awaitAll("base");
    table.add(
        String.format(
            Locale.ROOT,
            "%-16s %-5s %-12s %7s %7s %9s %9s  %s",
            "case",
            "node",
            "state",
            "swap",
            "watch",
            "detected",
            "recovered",
            "reason"));
  }

  private AdapterStore store(int number) {
    return new AdapterStore(new Home(node(number).home).loras());
  }

  AdapterVersion faint(double times) throws IOException {
    return NoisyAdapter.faint(store(1), base, Instant.now(), times);
  }

  AdapterVersion loud() throws IOException {
    return NoisyAdapter.loud(store(1), base, Instant.now());
  }

  String active(int number) {
    return store(number).current().name();
  }

  JsonNode deploy(String name, AdapterVersion version) throws IOException, InterruptedException {
    return row(
        name,
        node(1).command("fleet", "{\"action\":\"DEPLOY\",\"subject\":\"" + version.name() + "\"}"));
  }

  JsonNode rollback(String name) throws IOException, InterruptedException {
    return row(name, node(1).command("fleet", "{\"action\":\"ROLLBACK\"}"));
  }

  private JsonNode row(String name, JsonNode reply) {
    for (JsonNode step : reply.path("steps")) {
      table.add(
          String.format(
              Locale.ROOT,
              "%-16s %-5s %-12s %7s %7s %9s %9s  %s",
              name,
              step.path("node").asString(""),
              step.path("state").asString(""),
              millis(step, "swap_ms"),
              millis(step, "watch_ms"),
              millis(step, "detection_ms"),
              millis(step, "recovery_ms"),
              step.path("reason").asString("")));
    }
    table.add(
        String.format(
            Locale.ROOT,
            "%-16s %-5s %-12s %39s  %s",
            name,
            "all",
            reply.path("state").asString(""),
            reply.path("total_ms").asLong() + " ms in all",
            reply.path("reason").asString("")));
    return reply;
  }

  /** What each node did with an adapter whose rollout nobody waited for. */
  void rows(String name, AdapterVersion version) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url());
        PreparedStatement statement =
            connection.prepareStatement(
                "select s.node, s.state, s.swap_ms, s.watch_ms, s.reason, r.finished_at -"
                    + " r.started_at, r.reason, r.outcome from fleet_step s join fleet_rollout r"
                    + " on r.id = s.rollout_id where r.adapter = ? order by s.node")) {
      statement.setString(1, version.name());
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          table.add(
              String.format(
                  Locale.ROOT,
                  "%-16s %-5s %-12s %7s %7s %9s %9s  %s (all: %s after %d ms, %s)",
                  name,
                  found.getString(1),
                  found.getString(2),
                  found.getString(3),
                  found.getString(4),
                  "-",
                  "-",
                  found.getString(5),
                  found.getString(8),
                  found.getLong(6),
                  found.getString(7)));
        }
      }
    }
  }

  private static String millis(JsonNode step, String name) {
    return step.path(name).isNumber() ? step.path(name).asLong() + "" : "-";
  }

  /** Begins a rollout, and kills the first node once it has passed and the second one tries it. */
  Instant killTheFirstInTheWave(AdapterVersion version) throws IOException, InterruptedException {
    node(1).begin("fleet", "{\"action\":\"DEPLOY\",\"subject\":\"" + version.name() + "\"}");
    awaitState(version, "n2", "RUNNING");
    Awaitility.await("n2 has it")
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> store(2).find(version.name()).isPresent());
    node(1).kill();
    return Instant.now();
  }

  void awaitState(AdapterVersion version, String node, String state) {
    awaitAnswer(
        node + " is " + state,
        "select count(*) from fleet_step s join fleet_rollout r on r.id = s.rollout_id"
            + " where r.adapter = ? and s.node = '"
            + node
            + "' and s.state = '"
            + state
            + "'",
        version.name());
  }

  void awaitOutcome(AdapterVersion version, String outcome) {
    awaitAnswer(
        "it is " + outcome,
        "select count(*) from fleet_rollout where phase = 'ENDED' and outcome = '"
            + outcome
            + "' and adapter = ?",
        version.name());
  }

  /** Until three nodes live and have an adapter. */
  void awaitAll(String adapter) {
    awaitAnswer(
        "all have " + adapter,
        "select case when count(*) = 3 then 1 else 0 end from fleet_node where heartbeat_at > 0"
            + " and adapter = ?",
        adapter);
  }

  private void awaitAnswer(String what, String sql, String parameter) {
    Awaitility.await(what)
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> count(sql, parameter) > 0);
  }

  private int count(String sql, String parameter) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet found = statement.executeQuery()) {
        assertThat(found.next()).isTrue();
        return found.getInt(1);
      }
    }
  }

  @Override
  public void close() {
    for (ServingProcess node : nodes) {
      node.close();
    }
  }
}
