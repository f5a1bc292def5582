package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedLoraTests {
  @TempDir private Path folder;
  private FakeLlamaServer server;
  private ServableAdapter adapter;

  @BeforeEach
  void start() throws IOException {
    folder = folder.toRealPath();
    server = new FakeLlamaServer();
    adapter = new ServableAdapter("adapter_1", folder.resolve("loras").resolve("adapter_1"));
    write(adapter.gguf(), "one");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Path write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private boolean found(Object path) {
    server.start(Map.of(path.toString(), "one"));
    try (LlamaServer client = new LlamaServer(server.url())) {
      return LoadedLora.find(client, adapter).isPresent();
    }
  }

  @Test
  void a_file_is_known_by_its_place_in_the_store() throws IOException {
    assertThat(found(adapter.gguf())).isTrue();
    assertThat(found("loras/adapter_1/adapter.gguf")).isTrue();
    assertThat(found("/of/another/machine/adapter_1/adapter.gguf")).isTrue();
    assertThat(found("/of/another/machine/adapter_2/adapter.gguf")).isFalse();
    assertThat(found(write(folder.resolve("other/adapter_1/adapter.gguf"), "two"))).isFalse();
  }

  @Test
  void or_by_its_content() throws IOException {
    assertThat(found(Files.copy(adapter.gguf(), folder.resolve("copy.gguf")))).isTrue();
    assertThat(found(write(folder.resolve("other.gguf"), "two"))).isFalse();
  }

  @Test
  void a_link_is_not_believed_for_it_may_have_meant_another_file() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.gguf"), adapter.gguf());

    assertThat(found(link)).isFalse();
  }
}
