package dev.nightshift.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against the bytes and values that gguf-py 0.17.1 gives (reference/gguf_blocks.json). */
class BlockReferenceTests {
  private static final JsonNode REFERENCE = reference();

  private static JsonNode reference() {
    try (InputStream in =
        BlockReferenceTests.class.getResourceAsStream("/reference/gguf_blocks.json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K",
        "Q6_K", "IQ4_NL", "IQ4_XS"
      })
  void decodes_blocks_as_the_reference_does(String name) {
    GgufType type = GgufType.valueOf(name);
    JsonNode entry = REFERENCE.get("types").get(name);
    assertThat(type.id()).isEqualTo(entry.get("ggml_type").asInt());
    assertThat(type.blockValues()).isEqualTo(entry.get("block_values").asInt());
    assertThat(type.blockBytes()).isEqualTo(entry.get("block_bytes").asInt());
    for (JsonNode block : entry.get("blocks")) {
      float[] values = floats(block.get("values"));
      GgufTensor tensor = tensor(type, values.length, block.get("hex").asString());
      float[] decoded = Dequantizer.toFloats(tensor);
      assertClose(decoded, values);
      if (GroupedWeights.supports(type)) {
        assertClose(expand(GroupedWeights.of(tensor)), values);
      }
    }
  }

  @Test
  void decodes_a_range_of_rows_of_a_larger_tensor() {
    JsonNode blocks = REFERENCE.get("types").get("Q4_K").get("blocks");
    String hex = blocks.get(0).get("hex").asString() + blocks.get(1).get("hex").asString();
    byte[] rows = HexFormat.of().parseHex(hex.repeat(300));
    GgufTensor tensor =
        new GgufTensor("w", GgufType.Q4_K, new long[] {256, 600}, MemorySegment.ofArray(rows));
    assertClose(Dequantizer.toFloats(tensor, 599, 1), floats(blocks.get(1).get("values")));
    assertThat(Dequantizer.toFloats(tensor)).hasSize(256 * 600);
    assertThatThrownBy(() -> Dequantizer.toFloats(tensor, 599, 2))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("rows 599 to 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Q8_0", "F16", "BF16"})
  void encodes_as_the_reference_does(String name) {
    GgufType type = GgufType.valueOf(name);
    for (JsonNode example : REFERENCE.get("encode").get(name)) {
      byte[] bits = HexFormat.of().parseHex(example.get("input_f32_hex").asString());
      GgufTensor input =
          new GgufTensor(
              "x", GgufType.F32, new long[] {bits.length / 4}, MemorySegment.ofArray(bits));
      float[] values = Dequantizer.toFloats(input);
      assertThat(HexFormat.of().formatHex(BlockEncoder.encode(type, values, 0, values.length)))
          .as(example.get("case").asString())
          .isEqualTo(example.get("hex").asString());
    }
  }

  @Test
  void nibbles_hold_two_codes_a_byte() {
    GgufTensor tensor =
        tensor(
            GgufType.Q4_1,
            32,
            REFERENCE.get("types").get("Q4_1").get("blocks").get(0).get("hex").asString());
    GroupedWeights weights = GroupedWeights.of(tensor);
    byte[] nibbles = weights.nibbles();
    for (int i = 0; i < 32; i++) {
      assertThat((nibbles[i / 2] >> (4 * (i % 2))) & 15).isEqualTo(weights.codes()[i]);
    }
  }

  @Test
  void a_type_that_cannot_be_decoded_is_named() {
    List<String> extra = List.of("TQ1_0", "IQ2_XXS", "IQ1_M", "MXFP4");
    for (String name : extra) {
      GgufType type = GgufType.valueOf(name);
      byte[] bytes = new byte[type.blockBytes()];
      GgufTensor tensor =
          new GgufTensor(
              "blk.3.ffn_up.weight",
              type,
              new long[] {type.blockValues()},
              MemorySegment.ofArray(bytes));
      assertThatThrownBy(() -> Dequantizer.toFloats(tensor))
          .isInstanceOf(GgufException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("blk.3.ffn_up.weight");
    }
  }

  private static GgufTensor tensor(GgufType type, int values, String hex) {
    return new GgufTensor(
        "w", type, new long[] {values}, MemorySegment.ofArray(HexFormat.of().parseHex(hex)));
  }

  private static float[] expand(GroupedWeights weights) {
    float[] values = new float[weights.codes().length];
    for (int i = 0; i < values.length; i++) {
      int group = i / weights.groupSize();
      values[i] = (weights.codes()[i] & 255) * weights.scales()[group] + weights.offsets()[group];
    }
    return values;
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float peak = 0;
    for (float value : expected) {
      peak = Math.max(peak, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("value %d of %s", i, Arrays.toString(expected))
          .isLessThanOrEqualTo(1e-6f * peak);
    }
  }
}
