package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTests {
  @TempDir Path folder;

  @Test
  void what_is_written_is_read_back() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Map<String, SafetensorsFile.Tensor> tensors =
        Map.of("w", new SafetensorsFile.Tensor(List.of(2L, 2L), new float[] {1, -2, 3.5f, 0}));
    SafetensorsFile.write(file, Map.of("format", "pt"), tensors);
    SafetensorsFile read = SafetensorsFile.read(file);
    assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
    SafetensorsFile.Tensor tensor = read.tensors().values().iterator().next();
    assertThat(tensor.shape()).containsExactly(2L, 2L);
    assertThat(tensor.values()).containsExactly(1, -2, 3.5f, 0);
  }

  @Test
  void a_header_that_asks_for_more_than_the_file_is_refused() {
    String one = "\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]";
    refused("{\"a\":{" + one + "},\"b\":{" + one + "}}", 8, "two tensors begin at 0");
    refused("{\"a\":{" + one + "}}", 12, "its tensors take 8 bytes of 12");
    refused("{\"a\":{" + one.replace("[0,8]", "[4,12]") + "}}", 12, "hole or overlap at 0");
    refused("{\"a\":{" + one.replace("[0,8]", "[0,-8]") + "}}", 12, "hole or overlap");
    refused("{\"a\":{" + one.replace("[2]", "[-1,-2]") + "}}", 8, "impossible");
    refused("{\"a\":{" + one.replace("[2]", "[3]") + "}}", 8, "do not fill");
    refused("{\"a\":{" + one.replace("F32", "I32") + "}}", 8, "is I32; F32, F16 and");
    refused("[1]", 0, "not a JSON object");
  }

  @Test
  void halves_of_both_kinds_are_read() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    for (int bits : new int[] {0x3C00, 0xB800, 0x3F80, 0xC020}) {
      bytes.putShort((short) bits);
    }
    Path file = Files.write(folder.resolve("halves.safetensors"), bytes.array());

    Map<String, SafetensorsFile.Tensor> read = SafetensorsFile.read(file).tensors();

    assertThat(Objects.requireNonNull(read.get("a")).values()).containsExactly(1, -0.5f);
    assertThat(Objects.requireNonNull(read.get("b")).values()).containsExactly(1, -2.5f);
  }

  private void refused(String header, int data, String why) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    Path file = folder.resolve("bad.safetensors");
    assertThatThrownBy(
            () -> {
              Files.write(file, bytes.array());
              SafetensorsFile.read(file);
            })
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("bad.safetensors")
        .hasMessageContaining(why);
  }
}
