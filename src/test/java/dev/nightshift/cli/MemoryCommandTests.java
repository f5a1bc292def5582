package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.OperationsProtocol;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MemoryCommandTests {
  @TempDir Path root;

  private CliRun memory(String home, String command, String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "memory";
    all[1] = command;
    all[2] = "--json";
    System.arraycopy(more, 0, all, 3, more.length);
    return CliRun.of(
        root.resolve(home),
        Map.of(
            "NIGHTSHIFT_STATE_URL",
            "jdbc:h2:file:" + root.resolve("shared"),
            "NIGHTSHIFT_MEMORY_LOG",
            "database"),
        new FakeOperations(),
        all);
  }

  private static JsonNode json(CliRun run) {
    assertThat(run.status()).as(run.err()).isZero();
    return OperationsProtocol.json().readTree(run.out());
  }

  @Test
  void a_home_shares_its_memory_is_listed_and_leaves() throws IOException {
    Path memory = Files.createDirectories(root.resolve("a")).resolve("memory");
    try (LuceneMemory own =
        LuceneMemory.open(memory, new WordEmbedder(), MemorySettings.defaults())) {
      own.record(
          new Exchange(
              "e1",
              Instant.parse("2026-03-01T12:00:00Z"),
              "Who keeps the bees?",
              "Nobody.",
              "smol",
              "base",
              0.9,
              new Outcome(true, Outcome.Cause.CONFIDENCE),
              Duration.ofMillis(3),
              12,
              7,
              "ada"));
    }

    JsonNode shared = json(memory("a", "share"));
    assertThat(shared.path("state").stringValue()).isEqualTo("SHARED");
    assertThat(shared.path("exchanges").asLong()).isEqualTo(1);
    assertThat(json(memory("a", "share")).path("exchanges").asLong()).isZero();
    JsonNode nodes = json(memory("a", "nodes"));
    assertThat(nodes.propertyNames()).containsExactly("log", "last", "dropped", "bytes", "nodes");
    assertThat(nodes.path("last").asLong()).isEqualTo(1);
    assertThat(memory("a", "forget", "nobody").status()).isEqualTo(ExitCode.WRONG_USE.status());
    assertThat(json(memory("a", "leave")).path("state").stringValue()).isEqualTo("LEFT");
    assertThat(json(memory("a", "leave")).path("state").stringValue()).isEqualTo("ALONE");
  }

  @Test
  void without_a_database_to_share_it_says_what_to_set() {
    CliRun run = CliRun.of(root, new FakeOperations(), "memory", "share");
    assertThat(run.status()).isEqualTo(ExitCode.WRONG_USE.status());
    assertThat(run.err()).contains("nightshift.memory.log: database");

    CliRun own =
        CliRun.of(
            root,
            Map.of("NIGHTSHIFT_MEMORY_LOG", "database"),
            new FakeOperations(),
            "memory",
            "share");
    assertThat(own.status()).isEqualTo(ExitCode.WRONG_USE.status());
    assertThat(own.err()).contains("nightshift.state.url is empty");
  }
}
