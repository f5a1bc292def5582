package dev.nightshift.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OnnxLibrariesIntegrationTests {
  @TempDir Path folder;

  @Test
  void libraries_are_unpacked_once_and_a_file_that_is_not_whole_again() throws IOException {
    Path own = OnnxLibraries.unpacked(folder);
    List<Path> files = files(own);
    assertThat(files).hasSize(2).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    FileTime before = FileTime.fromMillis(1_000_000);
    for (Path file : files) {
      Files.setLastModifiedTime(file, before);
    }
    byte[] whole = Files.readAllBytes(files.getFirst());

    assertThat(OnnxLibraries.unpacked(folder)).isEqualTo(own);
    assertThat(Files.getLastModifiedTime(files.getFirst())).isEqualTo(before);

    Files.write(files.getFirst(), new byte[] {1, 2, 3});
    OnnxLibraries.unpacked(folder);
    assertThat(Files.readAllBytes(files.getFirst())).isEqualTo(whole);
    assertThat(Files.getLastModifiedTime(files.getLast())).isEqualTo(before);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_process_maps_them_from_there_and_leaves_none_in_the_temporary_folder() throws Exception {
    List<String> said = embedded();

    assertThat(said).hasSize(1);
    Path mapped = Path.of(said.getFirst());
    assertThat(mapped).isEqualTo(OnnxLibraries.unpacked(folder).resolve(mapped.getFileName()));
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void a_library_that_cannot_be_loaded_is_named_at_each_try() throws Exception {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    for (String name : List.of("onnxruntime", "onnxruntime4j_jni")) {
      Files.writeString(broken.resolve(System.mapLibraryName(name)), "no library");
    }

    List<String> said = embedded("-D" + OnnxLibraries.PATH + "=" + broken);

    assertThat(said)
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("the embedding model cannot be loaded")
                    .contains(broken.toString()));
  }

  /** What a process of its own says that has embedded a text, or tried twice. */
  private List<String> embedded(String... options) throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path output = folder.resolve("output");
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"),
                Stream.of("-Djava.io.tmpdir=" + temporary),
                Stream.of(options),
                Stream.of("-cp", System.getProperty("java.class.path")),
                Stream.of(Embedding.class.getName(), folder.toString()))
            .flatMap(part -> part)
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Says where the library is mapped from, or twice why it cannot be. */
  static final class Embedding {
    private Embedding() {}

    public static void main(String[] args) throws IOException {
      MiniLmEmbedder embedder = new MiniLmEmbedder(Path.of(args[0]));
      for (int i = 0; i < 2; i++) {
        try {
          embedder.embed("Who runs the night desk?");
        } catch (EmbeddingException e) {
          System.out.println(embedder.trouble().orElseThrow());
        }
      }
      if (embedder.trouble().isEmpty()) {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
          maps.filter(line -> line.contains("libonnxruntime.so"))
              .map(line -> line.substring(line.indexOf('/')))
              .distinct()
              .forEach(System.out::println);
        }
      }
    }
  }
}
