package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaServerRestartTests {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private FakeLlamaServer fake;
  private LlamaServer server;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeLlamaServer();
    server = new LlamaServer(fake.url());
  }

  @AfterEach
  void stop() {
    server.close();
    fake.close();
  }

  private static ServableAdapter adapter(String version) {
    return new ServableAdapter(version, Path.of("/of a store", version));
  }

  private void fails(String command, Duration patience, String words) {
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(
            () -> new LlamaServerRestart(command, patience).with(List.of(adapter("a1")), server))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.UNAVAILABLE));
  }

  @Test
  void the_command_gets_the_options_that_the_new_server_needs() throws IOException {
    Path given = folder.resolve("given");
    fake.start(Map.of("/of a store/a1/adapter.gguf", "one", "/of a store/a2/adapter.gguf", "two"));

    new LlamaServerRestart("printf '%s\\n' > " + given + " first", LONG)
        .with(List.of(adapter("a1"), adapter("a2")), server);

    assertThat(Files.readAllLines(given))
        .containsExactly(
            "first",
            "--lora",
            "/of a store/a1/adapter.gguf",
            "--lora",
            "/of a store/a2/adapter.gguf",
            "--lora-init-without-apply");
  }

  @Test
  void a_command_that_fails_is_told_with_what_it_said() {
    fails("echo no such unit; exit 3; :", LONG, "exit code 3: no such unit");
    fails("sleep 60; :", Duration.ofMillis(300), "did not end");
  }

  @Test
  void a_server_that_does_not_come_back_with_the_files_is_told() {
    fails("true", Duration.ofMillis(600), "has not loaded a1");
    fake.health = 503;
    fails("true", Duration.ofMillis(600), "still loading");
  }

  @Test
  void without_a_command_there_is_no_restart() {
    assertThat(new LlamaServerRestart(" ", LONG).configured()).isFalse();
  }
}
