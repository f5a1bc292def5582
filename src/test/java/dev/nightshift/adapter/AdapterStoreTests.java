package dev.nightshift.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterStoreTests {
  private static final Instant NIGHT = Instant.parse("2026-11-21T02:00:00Z");

  @TempDir Path folder;
  private AdapterStore store;
  private Path loras;

  @BeforeEach
  void open() throws IOException {
    store = new AdapterStore(folder.resolve("loras"));
    loras = folder.resolve("loras").toRealPath();
  }

  @Test
  void a_published_adapter_is_named_by_time_and_digest_and_is_the_latest() {
    AdapterVersion version = AdapterFixture.publish(store, 1, NIGHT);

    assertThat(version.name()).matches("adapter_20261121T020000Z_[0-9a-f]{8}");
    assertThat(store.latest()).contains(version);
    assertThat(store.versions()).containsExactly(version);
    assertThat(store.find(version.name())).contains(version);
    assertThat(store.current().isBase()).isTrue();
  }

  @Test
  void publishing_the_same_again_is_the_same_version() {
    AdapterVersion first = AdapterFixture.publish(store, 1, NIGHT);

    assertThat(AdapterFixture.publish(store, 1, NIGHT)).isEqualTo(first);
    assertThat(store.versions()).hasSize(1);
  }

  @Test
  void nothing_is_published_without_an_adapter_file() {
    assertThatThrownBy(() -> store.publish(store.stage(), NIGHT))
        .isInstanceOfSatisfying(
            AdapterException.class,
            e -> assertThat(e.code()).isEqualTo(AdapterException.Code.INVALID));
  }

  @Test
  void current_shows_the_adapters_files_and_the_records_of_its_deployment() throws IOException {
    AdapterVersion version = AdapterFixture.publish(store, 1, NIGHT);

    Path view = store.activate(version, NIGHT);
    Files.writeString(view.resolve("rollback_summary.json"), "{}");

    assertThat(store.current()).isEqualTo(version);
    assertThat(loras.resolve("current/adapter.gguf")).hasSameBinaryContentAs(version.gguf());
    assertThat(loras.resolve("current/rollback_summary.json")).hasContent("{}");
    assertThat(version.directory().resolve("rollback_summary.json")).doesNotExist();
  }

  @Test
  void the_base_can_be_current() throws IOException {
    store.activate(AdapterFixture.publish(store, 1, NIGHT), NIGHT);
    store.activate(store.base(), NIGHT);

    assertThat(store.current().isBase()).isTrue();
    assertThat(loras.resolve("current/adapter.gguf")).doesNotExist();
    assertThat(store.find("current")).contains(store.base());
  }

  @Test
  void a_version_linked_by_hand_is_understood() throws IOException {
    AdapterVersion version = AdapterFixture.publish(store, 1, NIGHT);
    Files.createSymbolicLink(loras.resolve("current"), Path.of(version.name()));

    assertThat(store.current()).isEqualTo(version);
    assertThat(store.recover(NIGHT)).isEmpty();
  }

  @Test
  void a_backup_links_what_was_active() throws IOException {
    AdapterVersion version = AdapterFixture.publish(store, 1, NIGHT);
    store.activate(version, NIGHT);

    assertThat(store.backup(NIGHT)).isEqualTo(version);
    assertThat(loras.resolve("backup_20261121T020000Z").toRealPath())
        .isEqualTo(version.directory());
    store.backup(NIGHT);
    assertThat(loras.resolve("backup_20261121T020000Z_2")).isSymbolicLink();
  }

  @Test
  void a_dangling_current_becomes_the_last_deployed_that_exists() throws IOException {
    AdapterVersion first = AdapterFixture.publish(store, 1, NIGHT);
    AdapterVersion second = AdapterFixture.publish(store, 2, NIGHT.plusSeconds(1));
    store.activate(first, NIGHT);
    store.activate(second, NIGHT);
    removeTree(second.directory());

    assertThat(store.current().isBase()).as("readers never fail").isTrue();
    assertThat(store.recover(NIGHT)).isNotEmpty();
    assertThat(store.current()).isEqualTo(first);
    assertThat(store.latest()).contains(first);
    assertThat(store.recover(NIGHT)).isEmpty();
  }

  @Test
  void a_missing_current_becomes_the_base() {
    assertThat(store.recover(NIGHT)).hasSize(1);
    assertThat(loras.resolve("current")).isSymbolicLink().exists();
    assertThat(store.current().isBase()).isTrue();
  }

  @Test
  void what_a_killed_process_was_writing_is_removed_from_the_folders_of_rollouts_too()
      throws IOException {
    List<Path> half = new ArrayList<>();
    for (String folder : List.of(".", "rollback_20261121T020000Z", "deployments/1_adapter")) {
      Path in = Files.createDirectories(loras.resolve(folder));
      half.add(Files.writeString(in.resolve(".summary.json.999999999-1.writing"), "{"));
      Files.writeString(in.resolve("summary.json"), "{}");
    }

    assertThat(store.recover(NIGHT)).hasSizeGreaterThanOrEqualTo(half.size());

    assertThat(half).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(loras.resolve("rollback_20261121T020000Z/summary.json")).exists();
    assertThat(loras.resolve("deployments/1_adapter/summary.json")).exists();
  }

  @Test
  void what_a_killed_process_was_building_is_removed_and_what_is_being_built_is_not()
      throws IOException {
    Path dead = Files.createDirectory(loras.resolve(".staging-999999999-x"));
    Files.writeString(dead.resolve("half"), "x");
    Path alive = store.stage();

    store.recover(NIGHT);

    assertThat(dead).doesNotExist();
    assertThat(alive).exists();
  }

  @Test
  void an_adapter_elsewhere_is_copied_in_and_one_in_the_store_is_itself() throws IOException {
    AdapterVersion trained = AdapterFixture.publish(store, 1, NIGHT);
    Path elsewhere = Files.createDirectory(folder.resolve("mine"));
    AdapterFixture.write(elsewhere, 7);
    store.activate(trained, NIGHT);

    AdapterVersion copied = store.resolve(elsewhere, NIGHT.plusSeconds(9));

    assertThat(copied.gguf()).hasSameBinaryContentAs(elsewhere.resolve("adapter.gguf"));
    assertThat(store.latest()).contains(trained);
    assertThat(store.resolve(loras.resolve("latest"), NIGHT)).isEqualTo(trained);
    assertThat(store.resolve(loras.resolve("current"), NIGHT)).isEqualTo(trained);
    assertThatThrownBy(() -> store.resolve(folder.resolve("nowhere"), NIGHT))
        .isInstanceOf(AdapterException.class);
  }

  @Test
  void pruning_spares_current_latest_and_what_a_rollback_would_need() {
    AdapterVersion current = AdapterFixture.publish(store, 1, NIGHT);
    AdapterVersion target = AdapterFixture.publish(store, 2, NIGHT.plusSeconds(1));
    AdapterVersion old = AdapterFixture.publish(store, 3, NIGHT.plusSeconds(2));
    AdapterVersion latest = AdapterFixture.publish(store, 4, NIGHT.plusSeconds(3));
    store.activate(old, NIGHT);
    store.activate(current, NIGHT);

    assertThat(store.prune(0, Set.of(target.name()))).contains(old.name());

    assertThat(store.versions()).containsExactly(current, target, latest);
    assertThat(store.current()).isEqualTo(current);
    assertThatThrownBy(() -> store.delete(current)).isInstanceOf(AdapterException.class);
  }

  @Test
  void an_adapter_of_a_drill_is_never_the_latest_nor_among_the_versions() {
    Path staged = store.stage();
    AdapterFixture.write(staged, 5);
    AdapterVersion drill = store.publishForDrill(staged, NIGHT);

    assertThat(store.versions()).isEmpty();
    assertThat(store.latest()).isEmpty();
    assertThat(store.find(drill.name())).contains(drill);
    store.removeDrills();
    assertThat(drill.directory()).doesNotExist();
  }

  @Test
  void records_are_added_to_a_version_but_what_is_served_never_changes() {
    AdapterVersion version = AdapterFixture.publish(store, 1, NIGHT);

    store.record(version, "evaluation.json", "{}");

    assertThat(version.directory().resolve("evaluation.json")).hasContent("{}");
    assertThatThrownBy(() -> store.record(version, "adapter.gguf", "x"))
        .hasMessageContaining("never changes");
  }

  private static void removeTree(Path tree) throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path path : walk.toList().reversed()) {
        Files.delete(path);
      }
    }
    assertThat(Files.exists(tree, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
