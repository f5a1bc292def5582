package dev.nightshift.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.backup.BackupManifest.Entry;
import dev.nightshift.backup.BackupManifest.Kind;
import dev.nightshift.home.FileDigest;
import dev.nightshift.home.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTests {
  @TempDir Path directory;
  private Path archive;
  private Home target;

  @BeforeEach
  void backUp() throws IOException {
    archive = directory.resolve("one.zip");
    target = new Home(directory.resolve("target"));
    try (UsedHome used = new UsedHome(directory.resolve("home"))) {
      used.remember(1);
      used.backUp(archive);
    }
  }

  private RestoreReport restore(boolean replace) {
    return new Restore(target).run(archive, replace, UsedHome.NOON, share -> {});
  }

  @Test
  void a_home_that_holds_something_is_refused_and_left_alone() throws IOException {
    Files.createDirectories(target.loras());
    Files.writeString(target.loras().resolve("mine"), "mine");
    Map<String, String> before = content(target.root());

    assertThatThrownBy(() -> restore(false))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> assertThat(e.code()).isEqualTo(BackupException.Code.REQUEST))
        .hasMessageContaining("--replace");

    assertThat(content(target.root())).isEqualTo(before);
  }

  @Test
  void what_is_replaced_is_kept_beside_and_models_stay() throws IOException {
    Files.createDirectories(target.loras());
    Files.writeString(target.loras().resolve("mine"), "mine");
    Files.createDirectories(target.models());
    Files.writeString(target.models().resolve("other.gguf"), "GGUF");

    RestoreReport report = restore(true);

    Path before = target.root().resolve("before-restore_20261122T120000Z");
    assertThat(report.before()).contains(before);
    assertThat(before.resolve("loras/mine")).hasContent("mine");
    assertThat(target.loras().resolve("mine")).doesNotExist();
    assertThat(target.loras().resolve("current")).isSymbolicLink();
    assertThat(target.models().resolve("other.gguf")).exists();
  }

  @Test
  void folders_that_a_checkout_comes_with_are_no_content() throws IOException {
    Files.createDirectories(target.loras());
    Files.writeString(target.loras().resolve(".gitkeep"), "");
    Files.writeString(target.root().resolve("README.md"), "words");

    assertThat(restore(false).manifest().files()).isPositive();
    assertThat(target.root().resolve("README.md")).hasContent("words");
  }

  @Test
  void an_archive_that_was_cut_off_anywhere_restores_nothing() throws IOException {
    byte[] whole = Files.readAllBytes(archive);
    for (int part = 0; part < 40; part++) {
      int length = (int) ((long) whole.length * part / 40);
      Files.write(archive, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> restore(false))
          .as("cut at %d of %d", length, whole.length)
          .isInstanceOfSatisfying(
              BackupException.class,
              e -> assertThat(e.code()).isEqualTo(BackupException.Code.DAMAGED));
      assertThat(content(target.root())).isEmpty();
    }
    Files.write(archive, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> restore(false)).isInstanceOf(BackupException.class);
  }

  @Test
  void a_flipped_bit_is_noticed_or_changes_nothing_that_is_restored() throws IOException {
    byte[] whole = Files.readAllBytes(archive);
    assertThat(restore(false).manifest().files()).isPositive();
    Map<String, String> right = content(target.root());
    Random random = new Random(7);
    int noticed = 0;
    for (int round = 0; round < 120; round++) {
      byte[] flipped = whole.clone();
      int at = random.nextInt(whole.length);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(archive, flipped);
      target = new Home(directory.resolve("flipped" + round));
      try {
        restore(false);
        assertThat(content(target.root())).as("byte %d", at).isEqualTo(right);
      } catch (BackupException e) {
        noticed++;
        assertThat(content(target.root())).as("byte %d", at).isEmpty();
      }
    }
    assertThat(noticed).isGreaterThan(80);
  }

  @Test
  void what_the_manifest_does_not_name_is_not_restored() throws IOException {
    rewrite(Map.of("loras/extra.gguf", "extra"), null);

    assertThatThrownBy(() -> restore(false)).hasMessageContaining("its manifest names");
    assertThat(content(target.root())).isEmpty();
  }

  @Test
  void paths_and_links_that_lead_out_of_the_home_are_refused() throws IOException {
    for (String path : List.of("../escape", "/etc/escape", "loras/../../escape", "logs/x", "")) {
      assertThatThrownBy(() -> entry(path, Kind.FILE, "")).hasMessageContaining("not a path");
    }
    for (String to : List.of("/etc", "../../..", "../../etc/passwd", "")) {
      assertThatThrownBy(() -> entry("loras/current", Kind.LINK, to))
          .hasMessageContaining("out of the home");
    }
    rewrite(Map.of(), "\"loras/latest\"");
    assertThatThrownBy(() -> restore(false))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> assertThat(e.code()).isEqualTo(BackupException.Code.DAMAGED));
    assertThat(directory.resolve("latest")).doesNotExist();
  }

  private static Entry entry(String path, Kind kind, String target) {
    return new Entry(path, kind, 0, FileDigest.sha256(new byte[0]), target, "rw-r--r--");
  }

  @Test
  void a_restore_cut_off_between_any_two_moves_is_undone() throws IOException {
    List<String> parts = List.of("code", "loras", "memory", "state");
    for (int moves = 0; moves <= 2 * parts.size(); moves++) {
      Path root = Files.createDirectory(directory.resolve("cut" + moves));
      for (String part : List.of("loras", "state")) {
        Files.createDirectory(root.resolve(part));
        Files.writeString(root.resolve(part).resolve("old"), "old " + part);
      }
      Map<String, String> before = content(root);
      PartSwap swap = new PartSwap(root);
      swap.begin();
      for (String part : List.of("code", "loras", "memory")) {
        Files.createDirectory(swap.ready().resolve(part));
        Files.writeString(swap.ready().resolve(part).resolve("new"), "new");
      }
      Files.writeString(
          root.resolve(".restore/journal"), "new code\nhad loras\nnew memory\nhad state");
      int left = moves;
      for (String part : parts) {
        left -= move(left, root.resolve(part), root.resolve(".restore/old").resolve(part));
        left -= move(left, swap.ready().resolve(part), root.resolve(part));
      }

      Restore.requireWhole(new Home(root));

      assertThat(content(root)).as("after %d moves", moves).isEqualTo(before);
    }
  }

  private static int move(int left, Path from, Path to) throws IOException {
    if (left > 0 && Files.exists(from)) {
      Files.move(from, to);
    }
    return 1;
  }

  /** Writes the archive anew with more files, and a manifest whose text is replaced. */
  private void rewrite(Map<String, String> more, @Nullable String escape) throws IOException {
    Path changed = directory.resolve("changed.zip");
    try (ZipFile zip = new ZipFile(archive.toFile());
        OutputStream file = Files.newOutputStream(changed);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        boolean manifest = entry.getName().equals(ArchiveJson.MANIFEST);
        out.write(
            manifest && escape != null
                ? new String(bytes, StandardCharsets.UTF_8)
                    .replace(escape, "\"../latest\"")
                    .getBytes(StandardCharsets.UTF_8)
                : bytes);
        out.closeEntry();
      }
      for (Map.Entry<String, String> entry : more.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    Files.delete(archive);
    Files.move(changed, archive);
  }

  /** Paths with what is there; without the lock. */
  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    if (Files.notExists(root)) {
      return content;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String path = root.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
          content.put(path, "-> " + Files.readSymbolicLink(file));
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !path.equals(".backup.lock")) {
          content.put(path, FileDigest.sha256(file));
        }
      }
    }
    return content;
  }
}
