package dev.nightshift.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in several files is one model, or refused by the file that is wrong. */
class GgufSplitTests {
  @TempDir Path folder;

  @BeforeEach
  void three_parts() {
    part(0, "a").string("general.architecture", "llama").write(name(1));
    part(1, "b").write(name(2));
    part(2, "c").write(name(3));
  }

  @Test
  void all_parts_are_read_by_the_first() {
    try (GgufFile file = GgufFile.open(name(1))) {
      assertThat(file.tensors().keySet()).containsExactly("a", "b", "c");
      assertThat(file.metadata().string("general.architecture")).isEqualTo("llama");
      assertThat(Dequantizer.toFloats(file.tensor("c"))).containsExactly(2f, 3f);
    }
    assertThat(GgufParts.of(name(1))).containsExactly(name(1), name(2), name(3));
    assertThat(GgufParts.of(name(2))).containsExactly(name(2));
    assertThat(GgufParts.isLaterPart(name(2))).isTrue();
    assertThat(GgufParts.isLaterPart(name(1))).isFalse();
    assertThat(GgufParts.isPart(folder.resolve("model.gguf"))).isFalse();
  }

  @Test
  void what_is_written_from_a_split_model_is_one_file() {
    Path whole = folder.resolve("whole.gguf");
    try (GgufFile file = GgufFile.open(name(1))) {
      GgufWriter writer = new GgufWriter().putAll(file.metadata());
      file.tensors().values().forEach(writer::copy);
      writer.write(whole);
    }
    try (GgufFile file = GgufFile.open(whole)) {
      assertThat(file.tensors().keySet()).containsExactly("a", "b", "c");
      assertThat(file.metadata().values().keySet()).containsExactly("general.architecture");
    }
  }

  @Test
  void a_later_part_or_another_name_is_refused_with_what_to_give() throws IOException {
    refused(Code.MALFORMED, name(2), "is part 2 of a model in 3 files; give the first");
    Path renamed = Files.copy(name(1), folder.resolve("model.gguf"));
    refused(Code.MALFORMED, renamed, "keep the others beside it");
  }

  @Test
  void a_missing_a_foreign_and_an_incomplete_part_are_refused_by_name() throws IOException {
    Files.move(name(3), folder.resolve("kept.gguf"));
    refused(Code.UNREADABLE, name(1), "model-00003-of-00003.gguf: there is no such file");
    Files.copy(name(2), name(3));
    refused(Code.MALFORMED, name(1), "00003-of-00003.gguf: is not part 3 of 3");
    Files.delete(name(3));
    part(2, "b").write(name(3));
    refused(Code.MALFORMED, name(1), "'b', which an earlier part holds");
    part(0, "a").uint32("split.tensors.count", 7).write(name(1));
    part(2, "c").write(name(3));
    refused(Code.MALFORMED, name(1), "announces 7 tensors, but its 3 parts hold 3");
  }

  private static GgufWriter part(int number, String tensor) {
    return new GgufWriter()
        .put("split.no", new MetadataValue.Whole(ValueType.UINT16, number))
        .put("split.count", new MetadataValue.Whole(ValueType.UINT16, 3))
        .put("split.tensors.count", new MetadataValue.Whole(ValueType.INT32, 3))
        .tensor(tensor, GgufType.F32, new long[] {2}, new float[] {number, number + 1});
  }

  private Path name(int part) {
    return folder.resolve("model-%05d-of-00003.gguf".formatted(part));
  }

  private static void refused(Code code, Path file, String message) {
    assertThatThrownBy(() -> GgufFile.open(file).close())
        .isInstanceOfSatisfying(
            GgufException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
