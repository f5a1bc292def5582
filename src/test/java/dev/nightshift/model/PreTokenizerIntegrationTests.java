package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Against the tokens that llama.cpp gives for one vocabulary by every pre-tokenizer
 * (reference/tokenizers.json). The vocabulary's merges cross words and signs, so that only the cuts
 * made before decide.
 */
class PreTokenizerIntegrationTests {
  private static final JsonNode BPE = Reference.json("tokenizers.json").get("bpe");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-2",
        "smollm",
        "llama-bpe",
        "qwen2",
        "default",
        "tekken",
        "gpt-4o",
        "dbrx",
        "falcon",
        "deepseek-v3"
      })
  void cuts_text_as_the_reference_does(String name) {
    try (Tokenizer tokenizer = tokenizer(name)) {
      TokenizerReferenceTests.assertIds(tokenizer, BPE.get("pre").get(name));
    }
  }

  @Test
  void an_unknown_name_is_refused_with_those_that_are_known() {
    assertThatThrownBy(() -> tokenizer("klingon"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'klingon' (tokenizer.ggml.pre) is not known")
        .hasMessageContaining("use another GGUF");
  }

  private Tokenizer tokenizer(String pre) {
    Path path = folder.resolve("tokenizer.gguf");
    new GgufWriter()
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", pre)
        .strings("tokenizer.ggml.tokens", TokenizerReferenceTests.strings(BPE.get("tokens")))
        .int32s("tokenizer.ggml.token_type", Reference.ints(BPE.get("types")))
        .strings("tokenizer.ggml.merges", TokenizerReferenceTests.strings(BPE.get("merges")))
        .write(path);
    try (GgufFile file = GgufFile.open(path)) {
      Tokenizer tokenizer = Tokenizer.of(file);
      assertThat(tokenizer.vocabularySize()).isEqualTo(1100);
      return tokenizer;
    }
  }
}
