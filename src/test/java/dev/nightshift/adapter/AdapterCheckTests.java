package dev.nightshift.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterCheckTests {
  @TempDir Path folder;
  private final AdapterCheck check = new AdapterCheck(AdapterFixture.BASE_SHA256);
  private AdapterVersion version;

  @BeforeEach
  void write() {
    AdapterFixture.write(folder, 1);
    version = new AdapterVersion("adapter_20261121T020000Z_00000000", folder);
  }

  @Test
  void a_whole_adapter_and_the_base_have_no_problems() {
    assertThat(check.problems(version)).isEmpty();
    assertThat(check.problems(new AdapterVersion("base", folder))).isEmpty();
  }

  @Test
  void a_changed_file_does_not_match_its_provenance() throws IOException {
    byte[] bytes = Files.readAllBytes(version.gguf());
    bytes[100] ^= 1;
    Files.write(version.gguf(), bytes);

    assertThat(check.problems(version)).singleElement().asString().contains("provenance.json says");
  }

  @Test
  void a_truncated_a_missing_and_an_empty_file_are_named() throws IOException {
    Files.write(version.gguf(), Arrays.copyOf(Files.readAllBytes(version.gguf()), 10));
    Files.delete(folder.resolve("adapter_config.json"));
    Files.write(folder.resolve("adapter_model.safetensors"), new byte[0]);

    assertThat(check.problems(version))
        .hasSize(3)
        .anyMatch(p -> p.startsWith("adapter.gguf has 10 bytes"))
        .anyMatch(p -> p.equals("adapter_config.json is missing"));
  }

  @Test
  void another_base_is_refused() throws IOException {
    AdapterFixture.provenance(folder, FileDigest.sha256(version.gguf()), "c".repeat(64));

    assertThat(check.problems(version))
        .singleElement()
        .asString()
        .contains("trained on the base ccc");
  }

  @Test
  void something_that_is_no_gguf_is_refused() throws IOException {
    Files.write(version.gguf(), new byte[200]);
    AdapterFixture.provenance(
        folder, FileDigest.sha256(version.gguf()), AdapterFixture.BASE_SHA256);

    assertThat(check.problems(version)).singleElement().asString().contains("not a GGUF file");
  }

  @Test
  void broken_json_is_refused() throws IOException {
    Files.writeString(folder.resolve("provenance.json"), "{\"adapter_sha256\"");

    assertThat(check.problems(version)).singleElement().asString().contains("is not JSON");
  }
}
