package dev.nightshift.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTests {
  @TempDir Path directory;

  @Test
  void a_file_is_written_with_its_missing_parents_and_nothing_else_is_left() throws IOException {
    Path file = directory.resolve("a/b/c.txt");

    AtomicFiles.writeString(file, "grüße");

    assertThat(file).content().isEqualTo("grüße");
    assertThat(names(directory.resolve("a/b"))).containsExactly("c.txt");
  }

  @Test
  void a_file_is_replaced_whole() throws IOException {
    Path file = directory.resolve("c.txt");
    AtomicFiles.writeString(file, "a long first version");

    AtomicFiles.writeString(file, "short");

    assertThat(file).content().isEqualTo("short");
  }

  @Test
  void a_failing_body_changes_nothing_and_leaves_nothing() throws IOException {
    Path file = directory.resolve("c.txt");
    AtomicFiles.writeString(file, "old");

    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");

    assertThat(file).content().isEqualTo("old");
    assertThat(names(directory)).containsExactly("c.txt");
  }

  @Test
  void a_private_file_can_be_read_by_its_owner_only() throws IOException {
    Path file = directory.resolve("token");

    AtomicFiles.writePrivate(file, new byte[] {1});

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_link_is_made_and_moved_to_another_target() throws IOException {
    Path link = directory.resolve("current");
    AtomicFiles.symlink(link, Path.of("one"));

    AtomicFiles.symlink(link, Path.of("two"));

    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("two"));
    assertThat(names(directory)).containsExactly("current");
  }

  @Test
  void a_link_never_replaces_a_real_directory() throws IOException {
    Path real = Files.createDirectory(directory.resolve("current"));

    assertThatThrownBy(() -> AtomicFiles.symlink(real, Path.of("two")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("not a symbolic link");
  }

  @Test
  void a_directory_is_published_once() throws IOException {
    Path staged = directory.resolve("staged");
    AtomicFiles.writeString(staged.resolve("in/x"), "x");
    Path published = directory.resolve("published");

    AtomicFiles.publishDirectory(staged, published);

    assertThat(published.resolve("in/x")).content().isEqualTo("x");
    assertThat(staged).doesNotExist();
    AtomicFiles.writeString(staged.resolve("in/x"), "y");
    assertThatThrownBy(() -> AtomicFiles.publishDirectory(staged, published))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(published.resolve("in/x")).content().isEqualTo("x");
  }

  @Test
  void what_a_killed_process_left_is_swept_and_what_is_being_written_is_not() throws IOException {
    Path dead = Files.createFile(directory.resolve(".c.txt.999999999-1.writing"));
    Path alive = Files.createFile(directory.resolve(".c.txt.1-1.writing"));
    Path other = Files.createFile(directory.resolve("c.txt"));
    Path mine = TemporaryNames.claim(other);
    Files.createFile(mine);

    List<Path> swept = TemporaryNames.sweep(directory);

    assertThat(swept).containsExactly(dead);
    assertThat(alive).exists();
    assertThat(other).exists();
    assertThat(mine).exists();
    assertThat(TemporaryNames.isTemporary(mine)).isTrue();
    assertThat(TemporaryNames.isTemporary(other)).isFalse();
    TemporaryNames.release(mine);
    assertThat(mine).doesNotExist();
  }

  @Test
  void digests_are_sha_256_in_lower_case() throws IOException {
    Path file = directory.resolve("abc");
    AtomicFiles.writeString(file, "abc");

    String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(FileDigest.sha256(file)).isEqualTo(expected);
    assertThat(FileDigest.sha256("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
