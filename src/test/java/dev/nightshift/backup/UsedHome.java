package dev.nightshift.backup;

import dev.nightshift.backup.BackupOrder.KnownModel;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.home.DurableLines;
import dev.nightshift.home.FileDigest;
import dev.nightshift.home.Home;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.state.DatabaseCopy;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A home with something of every kind in it, whose memory and database are open. */
final class UsedHome implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  final Home home;
  final LuceneMemory memory;
  final StateDatabase database;
  private final DurableLines lines;

  UsedHome(Path root) throws IOException {
    home = new Home(root);
    write("loras/adapter_20261122T010203Z_00000001/adapter.gguf", "weights".repeat(10_000));
    write("loras/deployments/v1/rollback_summary.json", "{}");
    Files.createDirectories(home.loras().resolve("base"));
    link("loras/deployments/v1/adapter", "../../adapter_20261122T010203Z_00000001");
    link("loras/current", "deployments/v1");
    link("loras/latest", "adapter_20261122T010203Z_00000001");
    write("loras/.staging-1-x/half", "half");
    write("training_data/harvest_20261122.jsonl", "{\"row\":1}\n");
    write("training_data/.harvest.lock", "1");
    write("state/keys.json", "{\"version\":1}");
    Files.setPosixFilePermissions(
        home.state().resolve("keys.json"), PosixFilePermissions.fromString("rw-------"));
    write("state/server.json", "{}");
    write("state/training/2026-11-22.1/checkpoint", "large");
    write("code/history.git/refs/tags/solution", "0123");
    write("logs/night.log", "words");
    write("models/m.gguf", "GGUF...");
    write(
        "application.yaml",
        """
        # token is tok-en-in-a-comment
        nightshift:
          notify:
            webhooks: [slack:https://h/s3cret]
          gateway:
            apiToken: tok-en-of-16-chars
            port: 0
        """);
    memory = LuceneMemory.open(home.memory(), new WordEmbedder(), MemorySettings.defaults());
    database = StateDatabase.open(home, StateSettings.defaults());
    JdbcClient.create(database.dataSource()).sql("create table written (n int)").update();
    lines = new DurableLines(home.code().resolve("attempts.jsonl"), line -> true);
  }

  void write(String path, String text) throws IOException {
    Path file = home.root().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void link(String path, String target) throws IOException {
    Files.createSymbolicLink(home.root().resolve(path), Path.of(target));
  }

  /** Writes number n everywhere; acknowledged when it returns. */
  void remember(int n) {
    memory.record(
        new Exchange(
            "e" + n,
            NOON.plusMillis(n),
            "question number " + n,
            "answer",
            "smol",
            "base",
            0.9,
            new Outcome(true, Outcome.Cause.CONFIDENCE),
            Duration.ofMillis(3),
            12,
            7,
            "ada"));
    JdbcClient.create(database.dataSource())
        .sql("insert into written values (?)")
        .param(n)
        .update();
    try {
      lines.append("{\"n\":" + n + "}");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  BackupOrder order(Path archive, boolean secrets, boolean models) throws IOException {
    Path model = home.models().resolve("m.gguf");
    return new BackupOrder(
        archive,
        secrets,
        models,
        () -> Optional.of(memory.snapshot()),
        Optional.of(file -> DatabaseCopy.write(database.dataSource(), file)),
        "none",
        List.of(new KnownModel(model, Files.size(model), FileDigest.sha256(model))),
        name -> name.endsWith("webhooks") || name.endsWith("apiToken"),
        "1.2.3",
        NOON);
  }

  BackupReport backUp(Path archive) throws IOException {
    return new Backup(home).write(order(archive, false, false), share -> {});
  }

  @Override
  public void close() {
    try (lines) {
      memory.close();
      database.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
