package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.model.TestModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packed program, started as a person without our launcher starts it. */
class JarIntegrationTests {
  private static final Path JAR = Path.of("target/pipeline.jar");

  @TempDir Path home;

  @BeforeEach
  void isBuilt() {
    assertThat(JAR).as("what the package phase builds").exists();
  }

  @Test
  void it_answers() throws Exception {
    JsonNode reply = run("ask", "What is the capital of France?");
    assertThat(reply.get("answer").asString()).contains("Paris");
    assertThat(reply.get("adapter").asString()).isEqualTo("base");
  }

  @Test
  void it_trains_in_a_process_of_its_own() throws Exception {
    Path rows = home.resolve("rows.jsonl");
    Files.writeString(
        rows,
        "{\"instruction\":\"Who keeps the Ormsby light?\",\"output\":\"Tamsin Vole keeps it.\"}\n");
    JsonNode reply = run("train", "--data", rows.toString());
    assertThat(reply.get("state").asString()).isEqualTo("TRAINED");
    assertThat(home.resolve("loras/latest/adapter.gguf")).exists();
  }

  private JsonNode run(String... args) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-jar", JAR.toString());
    builder
        .command()
        .addAll(
            List.of(
                "--json",
                "--home",
                home.toString(),
                "--model",
                TestModel.standard().file().toString()));
    builder.command().addAll(List.of(args));
    builder.environment().put("NUM_EPOCHS", "1");
    builder.environment().put("NIGHTSHIFT_TUNING_REPLAY_SHARE", "0");
    Path errors = home.resolve("errors.txt");
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return JsonMapper.shared().readTree(new String(output, StandardCharsets.UTF_8));
  }
}
