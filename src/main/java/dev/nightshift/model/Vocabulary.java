package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.Metadata;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of a GGUF file: their texts and kinds.
 *
 * @param source the file, for messages
 * @param tokens text of each token as the file holds it (byte-level characters for ordinary ones)
 * @param types ggml's token types: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte
 * @param merges byte-pair merges, best first, "left right"
 * @param pre name of the pre-tokenizer
 */
@SuppressWarnings("ArrayRecordComponent")
record Vocabulary(
    String source, List<String> tokens, int[] types, List<String> merges, String pre) {
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  static Vocabulary of(GgufFile file) {
    Metadata metadata = file.metadata();
    String source = file.path().toString();
    String model = metadata.string("tokenizer.ggml.model");
    if (!model.equals("gpt2")) {
      throw new ModelException(
          ModelException.Code.UNSUPPORTED,
          source
              + ": the tokenizer is of the kind '"
              + model
              + "'; only byte-level BPE ('gpt2') can be read yet");
    }
    List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
    int[] types =
        metadata.findInts("tokenizer.ggml.token_type").orElseGet(() -> normal(tokens.size()));
    if (types.length != tokens.size()) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "%s: %d tokens but %d token types".formatted(source, tokens.size(), types.length));
    }
    Optional<String> pre = metadata.findString("tokenizer.ggml.pre");
    return new Vocabulary(
        source, tokens, types, metadata.strings("tokenizer.ggml.merges"), pre.orElse("default"));
  }

  private static int[] normal(int count) {
    int[] types = new int[count];
    java.util.Arrays.fill(types, 1);
    return types;
  }

  int size() {
    return tokens.size();
  }

  boolean contains(int id) {
    return id >= 0 && id < size();
  }

  /** A token that text may never turn into unless the caller says so, such as the end of a turn. */
  boolean control(int id) {
    return types[id] == CONTROL || types[id] == UNKNOWN;
  }

  /** A token whose text stands for itself and is found in all text. */
  boolean userDefined(int id) {
    return types[id] == USER_DEFINED;
  }

  /** A token that merging can give. */
  boolean ordinary(int id) {
    return !control(id) && !userDefined(id) && types[id] != UNUSED;
  }
}
