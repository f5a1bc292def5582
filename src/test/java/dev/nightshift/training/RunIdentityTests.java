package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIdentityTests {
  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("model.gguf"), "weights");
    Files.writeString(folder.resolve("part-00001-of-00002.gguf"), "first");
    Files.writeString(folder.resolve("part-00002-of-00002.gguf"), "second");
    Files.writeString(folder.resolve("examples.jsonl"), "rows");
    Files.writeString(folder.resolve("start.gguf"), "adapter");
  }

  @Test
  void a_model_of_the_same_name_size_and_time_with_other_contents_makes_another_run()
      throws IOException {
    RunIdentity before = identity("model.gguf", null);
    change("model.gguf", "Weights");
    RunIdentity after = identity("model.gguf", null);
    assertThat(after.isOf(before.text())).isFalse();
    assertThat(after.differences(before.text())).isEqualTo("another model");
    change("model.gguf", "weights");
    assertThat(identity("model.gguf", null).isOf(before.text())).isTrue();
  }

  @Test
  void the_same_model_elsewhere_is_the_same_run() throws IOException {
    RunIdentity before = identity("model.gguf", null);
    Files.move(folder.resolve("model.gguf"), folder.resolve("renamed.gguf"));
    assertThat(identity("renamed.gguf", null).isOf(before.text())).isTrue();
  }

  @Test
  void every_part_of_a_split_model_counts() throws IOException {
    RunIdentity before = identity("part-00001-of-00002.gguf", null);
    change("part-00002-of-00002.gguf", "SECOND");
    RunIdentity after = identity("part-00001-of-00002.gguf", null);
    assertThat(after.differences(before.text())).isEqualTo("another model");
  }

  @Test
  void what_differs_is_named() throws IOException {
    RunIdentity before = identity("model.gguf", folder.resolve("start.gguf"));
    change("examples.jsonl", "ROWS");
    change("start.gguf", "ADAPTER");
    RunIdentity after = identity("model.gguf", folder.resolve("start.gguf"));
    assertThat(after.differences(before.text())).isEqualTo("other examples, another start");
    assertThat(identity("model.gguf", null).differences(after.text())).isEqualTo("another start");
    assertThat(after.differences("written by an earlier version"))
        .isEqualTo("other examples, another model, another start, other options");
  }

  private RunIdentity identity(String model, @Nullable Path start) {
    return RunIdentity.of(
        new TrainingSpec(
            folder.resolve(model),
            folder.resolve("examples.jsonl"),
            folder,
            folder,
            new TrainingResources(1, 0, TrainingResources.Precision.AUTO),
            TrainingOptions.defaults(),
            start));
  }

  private void change(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, time);
  }
}
