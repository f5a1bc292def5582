package dev.nightshift.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntConsumer;

/** Byte-level byte-pair encoding, by Hugging Face's library. */
final class ByteLevelPieces implements TextEncoder {
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer library;

  private ByteLevelPieces(HuggingFaceTokenizer library) {
    this.library = library;
  }

  static ByteLevelPieces of(Vocabulary vocabulary) {
    byte[] json = TokenizerJson.of(vocabulary);
    try {
      return new ByteLevelPieces(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS));
    } catch (IOException | RuntimeException e) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          vocabulary.source() + ": the tokenizer cannot be built: " + e.getMessage(),
          e);
    }
  }

  @Override
  public void encode(String text, boolean first, IntConsumer out) {
    for (long id : library.encode(text, false, false).getIds()) {
      out.accept((int) id);
    }
  }

  @Override
  public void close() {
    library.close();
  }
}
