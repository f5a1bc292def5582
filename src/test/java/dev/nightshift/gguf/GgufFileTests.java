package dev.nightshift.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufException.Code;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTests {
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  @TempDir Path folder;

  @Test
  void what_is_written_is_read_back() {
    Path file = folder.resolve("round.gguf");
    float[] matrix = new float[64];
    for (int i = 0; i < 64; i++) {
      matrix[i] = i - 31.5f;
    }
    writer(matrix).write(file);
    try (GgufFile read = GgufFile.open(file)) {
      Metadata metadata = read.metadata();
      assertThat(metadata.string("general.name")).isEqualTo("größer 日本");
      assertThat(metadata.uint("a.count")).isEqualTo(0xFFFF_FFFFL);
      assertThat(metadata.floating("a.rate")).isEqualTo(0.25);
      assertThat(metadata.bool("a.flag", false)).isTrue();
      assertThat(metadata.strings("a.words")).containsExactly("x", "", "y z");
      assertThat(metadata.ints("a.numbers")).containsExactly(-1, 0, 7);
      assertThat(metadata.findString("absent")).isEmpty();
      assertThat(metadata.uint("absent", 5)).isEqualTo(5);
      assertThat(metadata.values().get("a.lists")).isInstanceOf(MetadataValue.Lists.class);
      assertThat(read.tensors().keySet()).containsExactly("f32", "f16", "bf16", "q8");
      assertThat(Dequantizer.toFloats(read.tensor("f32"))).containsExactly(matrix);
      assertThat(Dequantizer.toFloats(read.tensor("f16"))).containsExactly(matrix);
      assertThat(Dequantizer.toFloats(read.tensor("bf16"))).containsExactly(matrix);
      assertThat(Dequantizer.toFloats(read.tensor("q8"))[0]).isCloseTo(-31.5f, within(0.02f));
      GgufTensor tensor = read.tensor("q8");
      assertThat(tensor.rows()).isEqualTo(2);
      assertThat(tensor.columns()).isEqualTo(32);
      assertThat(Dequantizer.toFloats(tensor, 1, 1)).hasSize(32);
    }
  }

  @Test
  void a_copied_file_is_the_same_byte_for_byte() {
    Path file = folder.resolve("round.gguf");
    writer(new float[64]).write(file);
    Path copy = folder.resolve("copy.gguf");
    try (GgufFile read = GgufFile.open(file)) {
      GgufWriter writer = new GgufWriter().putAll(read.metadata());
      read.tensors().values().forEach(writer::copy);
      writer.write(copy);
    }
    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @Test
  void a_file_larger_than_two_gigabytes_is_read_to_its_end() throws IOException {
    Path file = folder.resolve("large.gguf");
    long rows = 5_000_000;
    long rowBytes = GgufType.Q4_0.bytes(1024);
    RawGguf header =
        RawGguf.header(2, 0).tensor("big", 2, 0, 1024, rows).tensor("last", 0, rows * rowBytes, 1);
    header.writeTo(file);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      long dataStart = Math.ceilDiv(sparse.length(), 32) * 32;
      sparse.seek(dataStart + (rows - 1) * rowBytes);
      sparse.write(new byte[] {0, 0x3C});
      sparse.seek(dataStart + rows * rowBytes);
      sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3F});
    }
    try (GgufFile read = GgufFile.open(file)) {
      assertThat(Dequantizer.toFloats(read.tensor("last"))).containsExactly(1f);
      assertThat(Dequantizer.toFloats(read.tensor("big"), rows - 1, 1)).startsWith(-8f, -8f);
      refused(Code.REQUEST, () -> Dequantizer.toFloats(read.tensor("big")), "ask for fewer rows");
    }
  }

  @Test
  void other_files_are_refused_by_what_they_are() throws IOException {
    refused(Code.UNREADABLE, () -> GgufFile.open(folder.resolve("none.gguf")), "no such file");
    refused(Code.NOT_GGUF, Files.createFile(folder.resolve("empty")), "is not a GGUF file");
    refused(Code.NOT_GGUF, Files.writeString(folder.resolve("zip"), "PK\3\4...."), "is not a GGUF");
    refused(Code.NOT_GGUF, new RawGguf().text("GGUF").int32(1).zeros(16), "version 1");
    refused(Code.NOT_GGUF, new RawGguf().text("GGUF").int32(3 << 24).zeros(16), "big-endian");
    refused(Code.UNREADABLE, folder, "");
  }

  @Test
  void impossible_headers_are_refused_before_anything_is_allocated() {
    refused(Code.LIMIT, RawGguf.header(1L << 40, 0), "number of tensors");
    refused(Code.LIMIT, RawGguf.header(0, -1), "number of metadata pairs");
    refused(Code.TRUNCATED, RawGguf.header(0, 1000), "number of metadata pairs");
    refused(Code.LIMIT, RawGguf.header(0, 1).int64(1 << 30).zeros(64), "metadata key 0");
    RawGguf list = RawGguf.header(0, 1).string("k").int32(ARRAY).int32(STRING);
    refused(Code.LIMIT, list.int64(Long.MAX_VALUE).zeros(64), "items in the value of 'k'");
    RawGguf deep = RawGguf.header(0, 1).string("k").int32(ARRAY);
    for (int i = 0; i < 8; i++) {
      deep.int32(ARRAY).int64(1);
    }
    refused(Code.MALFORMED, deep.zeros(64), "nested");
    RawGguf kind = RawGguf.header(0, 1).string("k").int32(77).zeros(64);
    refused(Code.MALFORMED, kind, "type 77");
  }

  @Test
  void a_header_larger_than_any_honest_one_is_refused_whatever_it_consists_of() throws IOException {
    Path file = RawGguf.header(0, 5).writeTo(folder.resolve("header.gguf"));
    int length = 60 << 20;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < 5; i++) {
        sparse.seek(sparse.length());
        sparse.write(new RawGguf().string("k" + i).int32(STRING).int64(length).toBytes());
        sparse.setLength(sparse.length() + length);
      }
    }
    refused(Code.LIMIT, file, "larger than 268435456 bytes, at the value of 'k4'");
  }

  @Test
  void tensors_that_do_not_fit_are_refused_by_name() {
    refused(Code.TRUNCATED, RawGguf.header(1, 0).tensor("w", 0, 0, 64, 64).zeros(99), "'w'");
    refused(Code.TRUNCATED, RawGguf.header(1, 0).tensor("w", 0, -32, 1).zeros(99), "'w'");
    refused(Code.MALFORMED, RawGguf.header(1, 0).tensor("w", 0, 3, 1).zeros(99), "alignment");
    refused(Code.MALFORMED, RawGguf.header(1, 0).tensor("w", 0, 0, 0).zeros(99), "impossible");
    refused(Code.MALFORMED, RawGguf.header(1, 0).tensor("w", 2, 0, 33).zeros(99), "block of Q4_0");
    refused(
        Code.MALFORMED,
        RawGguf.header(1, 0).tensor("w", 0, 0, 1L << 33, 1L << 33).zeros(99),
        "impossible");
    refused(Code.UNSUPPORTED_TYPE, RawGguf.header(1, 0).tensor("w", 99, 0, 1).zeros(99), "type 99");
    refused(
        Code.MALFORMED,
        RawGguf.header(2, 0).tensor("w", 0, 0, 1).tensor("w", 0, 32, 1).zeros(99),
        "stands twice");
    refused(
        Code.MALFORMED,
        RawGguf.header(2, 0).tensor("v", 0, 32, 1).tensor("w", 0, 0, 9).zeros(99),
        "'w' and 'v' overlap");
    refused(
        Code.MALFORMED,
        RawGguf.header(1, 0).tensor("w\n2026 all is well", 0, 0, 1).zeros(99),
        "control characters");
  }

  @Test
  void every_kind_of_value_is_read_and_written_as_it_is() throws IOException {
    int[] sizes = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    RawGguf raw = RawGguf.header(0, 24);
    for (int type = 0; type < sizes.length; type++) {
      if (sizes[type] > 0) {
        byte[] one = new byte[sizes[type]];
        one[0] = 1;
        raw.string("one." + type).int32(type).bytes(one);
        raw.string("two." + type).int32(ARRAY).int32(type).int64(2).bytes(one).bytes(one);
      }
    }
    raw.string("texts").int32(ARRAY).int32(STRING).int64(2).string("a").string("");
    raw.string("lists").int32(ARRAY).int32(ARRAY).int64(2);
    raw.int32(ARRAY).int64(1).int32(STRING).int64(1).string("deep").int32(ARRAY).int64(0);
    Path file = raw.zeros(-raw.toBytes().length & 31).writeTo(folder.resolve("kinds.gguf"));
    Path copy = folder.resolve("copy.gguf");
    try (GgufFile read = GgufFile.open(file)) {
      assertThat(read.metadata().values()).hasSize(24);
      assertThat(read.metadata().uint("one.10")).isEqualTo(1);
      assertThat(read.metadata().bool("one.7", false)).isTrue();
      assertThat(read.metadata().ints("two.1")).containsExactly(1, 1);
      new GgufWriter().putAll(read.metadata()).write(copy);
    }
    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @Test
  void a_missing_key_or_one_of_another_kind_is_named_with_its_file() {
    Path file = folder.resolve("m.gguf");
    new GgufWriter().string("k", "v").write(file);
    try (GgufFile read = GgufFile.open(file)) {
      refused(Code.MISSING, () -> read.metadata().uint("n"), "'n' is missing");
      refused(Code.MISSING, () -> read.metadata().uint("k"), "'k' should be a whole number");
      refused(Code.MISSING, () -> read.tensor("w"), "m.gguf: the tensor 'w' is missing");
    }
  }

  @Test
  void a_writer_leaves_the_old_file_when_it_fails() throws IOException {
    Path file = folder.resolve("kept.gguf");
    Files.writeString(file, "old");
    GgufWriter writer = new GgufWriter();
    refused(
        Code.REQUEST,
        () -> writer.tensor("w", GgufType.F32, new long[] {3}, new float[2]),
        "shape [3] but 2 values");
    refused(
        Code.UNSUPPORTED_TYPE,
        () -> writer.tensor("w", GgufType.Q4_K, new long[] {256}, new float[256]),
        "cannot be written as Q4_K");
    assertThat(file).hasContent("old");
    refused(
        Code.UNWRITABLE, () -> writer.write(folder.resolve("kept.gguf/below.gguf")), "kept.gguf");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private GgufWriter writer(float[] matrix) {
    long[] shape = {32, 2};
    return new GgufWriter()
        .string("general.name", "größer 日本")
        .uint32("a.count", 0xFFFF_FFFFL)
        .float32("a.rate", 0.25)
        .bool("a.flag", true)
        .strings("a.words", List.of("x", "", "y z"))
        .int32s("a.numbers", new int[] {-1, 0, 7})
        .put("a.lists", lists())
        .tensor("f32", GgufType.F32, shape, matrix)
        .tensor("f16", GgufType.F16, shape, matrix)
        .tensor("bf16", GgufType.BF16, shape, matrix)
        .tensor("q8", GgufType.Q8_0, shape, matrix);
  }

  /** A list of lists whose items are of different kinds, which needs no types of its own. */
  private static MetadataValue lists() {
    return new MetadataValue.Lists(
        List.of(
            new MetadataValue.Texts(List.of("a", "b")),
            new MetadataValue.Reals(ValueType.FLOAT64, new double[] {1.5, -2})));
  }

  private void refused(Code code, RawGguf content, String message) {
    refused(code, content.writeTo(folder.resolve("raw.gguf")), message);
  }

  private void refused(Code code, Path file, String message) {
    refused(code, () -> GgufFile.open(file).close(), message);
  }

  private static void refused(Code code, Runnable reading, String message) {
    assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(
            GgufException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static org.assertj.core.data.Offset<Float> within(float offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
