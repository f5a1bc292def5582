package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Against the tokens that llama.cpp gives for small vocabularies (reference/tokenizers.json). */
class TokenizerReferenceTests {
  private static final JsonNode REFERENCE = Reference.json("tokenizers.json");
  private static final List<String> TEXTS = strings(REFERENCE.get("texts"));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"spm_llama", "spm_phi3", "spm_gemma"})
  void sentence_pieces_are_those_of_the_reference(String model) {
    JsonNode entry = REFERENCE.get(model);
    try (Tokenizer tokenizer = sentencePieces(entry)) {
      assertIds(tokenizer, entry);
      assertThat(tokenizer.encode("")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spm_llama", "spm_gemma"})
  void sentence_pieces_give_the_text_back(String model) {
    try (Tokenizer tokenizer = sentencePieces(REFERENCE.get(model))) {
      for (String text : TEXTS) {
        if (!text.contains("\u2581")) {
          assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
      }
    }
  }

  @Test
  void a_long_text_of_one_character_is_encoded_in_time() {
    try (Tokenizer tokenizer = sentencePieces(REFERENCE.get("spm_llama"))) {
      String text = "a".repeat(200_000);
      assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }
  }

  @Test
  void text_goes_on_behind_text_without_a_space_and_behind_special_tokens_with_one() {
    try (Tokenizer tokenizer = sentencePieces(REFERENCE.get("spm_llama"))) {
      int[] whole = tokenizer.encode("one");
      int[] before = tokenizer.encodeWithSpecials("a </s>");
      assertThat(tokenizer.encodeAfter(new int[0], "one")).containsExactly(whole);
      assertThat(tokenizer.encodeAfter(before, "one")).containsExactly(whole);
      int[] after = tokenizer.encodeAfter(tokenizer.encode("a:"), "one");
      assertThat(after).isNotEqualTo(whole);
      assertThat(tokenizer.decode(after)).isEqualTo("one");
    }
  }

  @Test
  void begin_tokens_stand_in_front_where_the_kind_has_them() {
    try (Tokenizer pieces = sentencePieces(REFERENCE.get("spm_llama"))) {
      assertThat(pieces.beginsWithBegin()).isTrue();
      assertThat(pieces.beginId()).hasValue(1);
      assertThat(pieces.eosIds()).containsExactly(2);
    }
  }

  @Test
  void marks_of_turns_are_control_tokens_even_where_a_file_calls_them_user_defined() {
    GgufWriter writer =
        new GgufWriter()
            .string("tokenizer.ggml.model", "llama")
            .strings(
                "tokenizer.ggml.tokens",
                List.of("<unk>", "<s>", "<|user|>", "<think>", "<0x3C>", "</s>", "h", "i"))
            .int32s("tokenizer.ggml.token_type", new int[] {2, 3, 4, 4, 6, 1, 1, 1})
            .float32s("tokenizer.ggml.scores", new float[8])
            .bool("tokenizer.ggml.add_space_prefix", false);
    try (Tokenizer tokenizer = read(writer)) {
      assertThat(tokenizer.encode("hi<think>")).containsExactly(6, 7, 3);
      assertThat(tokenizer.encode("<|user|>hi")).doesNotContain(2).startsWith(4).endsWith(6, 7);
      assertThat(tokenizer.encodeWithSpecials("<|user|>hi")).containsExactly(2, 6, 7);
      assertThat(tokenizer.encodeWithSpecials("</s>")).containsExactly(5);
      assertThat(tokenizer.encode("</s>")).doesNotContain(5);
      assertThat(tokenizer.decode(new int[] {3, 2, 6})).isEqualTo("<think>h");
    }
  }

  private Tokenizer sentencePieces(JsonNode entry) {
    GgufWriter writer =
        new GgufWriter()
            .string("general.name", entry.path("name").asString("tiny"))
            .string("tokenizer.ggml.model", "llama")
            .strings("tokenizer.ggml.tokens", strings(entry.get("tokens")))
            .int32s("tokenizer.ggml.token_type", Reference.ints(entry.get("types")))
            .float32s("tokenizer.ggml.scores", floats(entry.get("scores")));
    if (entry.has("add_space_prefix")) {
      writer.bool("tokenizer.ggml.add_space_prefix", entry.get("add_space_prefix").asBoolean());
    }
    return read(writer);
  }

  private Tokenizer read(GgufWriter writer) {
    Path path = folder.resolve("tokenizer.gguf");
    writer.write(path);
    try (GgufFile file = GgufFile.open(path)) {
      return Tokenizer.of(file);
    }
  }

  static void assertIds(Tokenizer tokenizer, JsonNode entry) {
    for (int i = 0; i < TEXTS.size(); i++) {
      String text = TEXTS.get(i);
      JsonNode ids = entry.get("ids").get(i);
      JsonNode special = entry.get("special").path(String.valueOf(i));
      assertThat(tokenizer.encode(text)).as("%s", text).containsExactly(Reference.ints(ids));
      assertThat(tokenizer.encodeWithSpecials(text))
          .as("with specials: %s", text)
          .containsExactly(Reference.ints(special.isMissingNode() ? ids : special));
    }
  }

  static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(node -> strings.add(node.asString()));
    return strings;
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }
}
