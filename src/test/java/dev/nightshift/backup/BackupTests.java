package dev.nightshift.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.backup.BackupManifest.Entry;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.home.Home;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.memory.MemorySnapshot;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class BackupTests {
  @TempDir Path directory;
  private UsedHome used;
  private Path archive;

  @BeforeEach
  void open() throws IOException {
    used = new UsedHome(directory.resolve("home"));
    archive = directory.resolve("backups/one.zip");
  }

  @AfterEach
  void close() {
    used.close();
  }

  private RestoreReport restore(Path to) {
    return new Restore(new Home(to)).run(archive, false, UsedHome.NOON, share -> {});
  }

  @Test
  void a_restored_home_has_the_files_links_and_permissions_of_the_one_that_was_backed_up()
      throws IOException {
    used.remember(1);
    BackupReport report = used.backUp(archive);
    Path to = directory.resolve("other");

    RestoreReport restored = restore(to);

    assertThat(to.resolve("loras/current/adapter/adapter.gguf"))
        .hasSameTextualContentAs(
            used.home.loras().resolve("adapter_20261122T010203Z_00000001/adapter.gguf"));
    assertThat(Files.readSymbolicLink(to.resolve("loras/current")))
        .isEqualTo(Path.of("deployments/v1"));
    assertThat(to.resolve("loras/base")).isDirectory();
    assertThat(to.resolve("code/history.git/refs/tags/solution")).hasContent("0123");
    assertThat(Files.getPosixFilePermissions(to.resolve("state/keys.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(to.resolve("training_data/harvest_20261122.jsonl")).hasContent("{\"row\":1}");
    assertThat(report.manifest().entries())
        .extracting(Entry::path)
        .noneMatch(path -> path.endsWith(".lock") || path.contains(".staging"))
        .doesNotContain("state/server.json", "state/training", "models/m.gguf", "logs/night.log");
    assertThat(restored.missing()).extracting(BackupManifest.Model::name).containsExactly("m.gguf");
    assertThat(restored.before()).isEmpty();
    assertThat(Files.getPosixFilePermissions(archive))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(left(used.home.root(), ".backup-")).isEmpty();
    assertThat(left(to, ".restore")).isEmpty();
  }

  @Test
  void what_was_acknowledged_before_the_backup_began_is_in_it_whoever_writes_meanwhile()
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch some = new CountDownLatch(200);
    ExecutorService writers = Executors.newFixedThreadPool(4);
    List<Future<?>> writing =
        Stream.generate(
                () ->
                    writers.submit(
                        () -> {
                          while (!stop.get()) {
                            int n = next.getAndIncrement();
                            used.remember(n);
                            acknowledged.add(n);
                            some.countDown();
                          }
                        }))
            .limit(4)
            .<Future<?>>map(one -> one)
            .toList();
    Set<Integer> before;
    try {
      assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();
      before = Set.copyOf(acknowledged);
      used.backUp(archive);
    } finally {
      stop.set(true);
    }
    assertThat(acknowledged).as("others wrote meanwhile").hasSizeGreaterThan(before.size());
    for (Future<?> one : writing) {
      one.get(60, TimeUnit.SECONDS);
    }
    writers.shutdown();

    Home to = new Home(directory.resolve("other"));
    restore(to.root());

    assertThat(before).hasSizeGreaterThanOrEqualTo(200);
    try (LuceneMemory memory =
            LuceneMemory.open(to.memory(), new WordEmbedder(), MemorySettings.defaults());
        StateDatabase database = StateDatabase.open(to, StateSettings.defaults())) {
      Set<Integer> rows =
          Set.copyOf(
              JdbcClient.create(database.dataSource())
                  .sql("select n from written")
                  .query(Integer.class)
                  .list());
      List<String> lines = Files.readAllLines(to.code().resolve("attempts.jsonl"));
      assertThat(lines).allMatch(line -> line.matches("\\{\"n\":\\d+}"));
      assertThat(rows).containsAll(before);
      assertThat(lines).containsAll(before.stream().map(n -> "{\"n\":" + n + "}").toList());
      assertThat(before).allMatch(n -> memory.find("e" + n).isPresent());
      assertThat(memory.similar("question number 7", 3)).isNotEmpty();
    }
  }

  @Test
  void a_snapshot_and_an_erasure_exclude_each_other() {
    used.remember(1);
    try (MemorySnapshot _ = used.memory.snapshot()) {
      assertThatThrownBy(() -> used.memory.erase(Set.of("e1"), List.of()))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.LOCKED));
      assertThatThrownBy(used.memory::snapshot).isInstanceOf(MemoryException.class);
      used.remember(2);
    }
    used.memory.erase(Set.of("e1"), List.of());
    assertThat(used.memory.find("e1")).isEmpty();
    assertThat(used.memory.find("e2")).isPresent();
  }

  @Test
  void secrets_are_taken_out_of_the_configuration_unless_they_are_asked_for() throws IOException {
    BackupReport report = used.backUp(archive);
    restore(directory.resolve("other"));

    String plain = Files.readString(directory.resolve("other/application.yaml"));
    assertThat(plain).doesNotContain("s3cret", "tok-en").contains("port: 0");
    assertThat(report.manifest().withoutSettings())
        .containsExactly("nightshift.notify.webhooks", "nightshift.gateway.apiToken");

    archive = directory.resolve("two.zip");
    new Backup(used.home).write(used.order(archive, true, false), share -> {});
    restore(directory.resolve("third"));
    assertThat(directory.resolve("third/application.yaml"))
        .hasSameTextualContentAs(used.home.root().resolve("application.yaml"));
  }

  @Test
  void models_go_in_when_asked_for_and_are_known_again() throws IOException {
    new Backup(used.home).write(used.order(archive, false, true), share -> {});

    RestoreReport restored = restore(directory.resolve("other"));

    assertThat(directory.resolve("other/models/m.gguf")).hasContent("GGUF...");
    assertThat(restored.missing()).isEmpty();
  }

  @Test
  void a_backup_that_fails_leaves_nothing() throws IOException {
    used.write("application.yaml", "a: [unclosed");

    assertThatThrownBy(() -> used.backUp(archive))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("not YAML");

    assertThat(archive).doesNotExist();
    assertThat(left(used.home.root(), ".backup-")).isEmpty();
    used.memory.snapshot().close();
  }

  @Test
  void a_file_that_exists_and_one_inside_the_home_are_refused() throws IOException {
    Files.createDirectories(archive.getParent());
    Files.writeString(archive, "mine");

    assertThatThrownBy(() -> used.backUp(archive)).hasMessageContaining("exists");
    assertThatThrownBy(() -> used.backUp(used.home.loras().resolve("b.zip")))
        .hasMessageContaining("is backed up");
    assertThat(archive).hasContent("mine");
  }

  @Test
  void one_backup_at_a_time() throws IOException {
    try (var _ = Backup.lock(used.home, "forget")) {
      assertThatThrownBy(() -> used.backUp(archive))
          .isInstanceOfSatisfying(
              BackupException.class,
              e -> assertThat(e.code()).isEqualTo(BackupException.Code.BUSY));
    }
    assertThat(used.backUp(archive).manifest().files()).isPositive();
  }

  private static List<Path> left(Path home, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().equals(prefix)
                      || (Files.isDirectory(file)
                          && file.getFileName().toString().startsWith(prefix)))
          .toList();
    }
  }
}
