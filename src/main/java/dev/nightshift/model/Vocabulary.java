package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.Metadata;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tokens of a GGUF file: their texts and kinds.
 *
 * @param source the file, for messages
 * @param name {@code general.name} in lower case
 * @param kind how text is cut into tokens
 * @param tokens text of each token as the file holds it
 * @param types ggml's token types: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte
 * @param merges byte-pair merges, best first, "left right"; for {@code BYTE_LEVEL}
 * @param pre name of the pre-tokenizer; for {@code BYTE_LEVEL}
 * @param scores of the tokens; for {@code SENTENCE_PIECE}
 * @param spaceInFront whether a text is taken as if a space stood before it
 */
@SuppressWarnings("ArrayRecordComponent")
record Vocabulary(
    String source,
    String name,
    Kind kind,
    List<String> tokens,
    int[] types,
    List<String> merges,
    String pre,
    float[] scores,
    boolean spaceInFront) {
  /** How text is cut into tokens. */
  enum Kind {
    /** Byte-level byte-pair encoding; tokens are written in byte-level characters. */
    BYTE_LEVEL,
    /** SentencePiece; tokens are written as text, with U+2581 for a space. */
    SENTENCE_PIECE
  }

  /** Tokens that end an answer whatever type a file gives them, as in llama.cpp. */
  static final Set<String> END_NAMES =
      Set.of(
          "<|im_end|>",
          "<|eot_id|>",
          "<|eom_id|>",
          "<|endoftext|>",
          "<|end_of_text|>",
          "<|end|>",
          "</s>",
          "<end_of_turn>",
          "<EOT>",
          "<|END_OF_TURN_TOKEN|>");

  /** Tokens that begin and end turns: no text from outside may become one. */
  private static final Pattern TURN =
      Pattern.compile("<\\|[^|]+\\|>|<(start|end)_of_turn>|\\[/?INST]|<</?SYS>>");

  private static final String KEY = "tokenizer.ggml.";
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int BYTE = 6;

  static Vocabulary of(GgufFile file) {
    Metadata metadata = file.metadata();
    String source = file.path().toString();
    Kind kind = kind(source, metadata.string(KEY + "model"));
    List<String> tokens = metadata.strings(KEY + "tokens");
    int[] types = metadata.findInts(KEY + "token_type").orElseGet(() -> normal(tokens.size()));
    requireCount(source, "token types", types.length, tokens.size());
    boolean pieces = kind == Kind.SENTENCE_PIECE;
    float[] scores = pieces ? metadata.floats(KEY + "scores") : new float[0];
    if (pieces) {
      requireCount(source, "scores", scores.length, tokens.size());
    }
    for (int id = 0; id < types.length; id++) {
      String token = tokens.get(id);
      boolean turn = types[id] == USER_DEFINED && TURN.matcher(token).matches();
      types[id] = turn || END_NAMES.contains(token) ? CONTROL : types[id];
      if (types[id] == BYTE && TokenBytes.byteOf(token) < 0) {
        throw malformed(source, "the byte token %d is '%s'".formatted(id, token));
      }
    }
    return new Vocabulary(
        source,
        metadata.findString("general.name").orElse("").toLowerCase(Locale.ROOT),
        kind,
        tokens,
        types,
        pieces ? List.of() : metadata.strings(KEY + "merges"),
        metadata.findString(KEY + "pre").orElse("default"),
        scores,
        metadata.bool(KEY + "add_space_prefix", pieces));
  }

  private static Kind kind(String source, String model) {
    return switch (model) {
      case "gpt2" -> Kind.BYTE_LEVEL;
      case "llama" -> Kind.SENTENCE_PIECE;
      default ->
          throw new ModelException(
              ModelException.Code.UNSUPPORTED,
              source
                  + ": the tokenizer is of the kind '"
                  + model
                  + "'; known are byte-level BPE ('gpt2') and SentencePiece ('llama')");
    };
  }

  private static void requireCount(String source, String what, int found, int tokens) {
    if (found != tokens) {
      throw malformed(source, "%d tokens but %d %s".formatted(tokens, found, what));
    }
  }

  private static ModelException malformed(String source, String why) {
    return new ModelException(ModelException.Code.MALFORMED, source + ": " + why);
  }

  private static int[] normal(int count) {
    int[] types = new int[count];
    Arrays.fill(types, NORMAL);
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

  /** The token for what no other token can write. */
  boolean unknown(int id) {
    return types[id] == UNKNOWN;
  }

  /** A token whose text stands for itself and is found in all text. */
  boolean userDefined(int id) {
    return types[id] == USER_DEFINED;
  }

  /** A token {@code <0x…>} for one byte. */
  boolean byteToken(int id) {
    return types[id] == BYTE;
  }

  /** A token that merging can give. */
  boolean ordinary(int id) {
    return types[id] == NORMAL || (kind == Kind.BYTE_LEVEL && types[id] == BYTE);
  }

  /**
   * Whether the white space behind a special token belongs to it: Phi 3's are known by the model's
   * name, as in llama.cpp.
   */
  boolean swallowsSpace(int id) {
    boolean phi = name.contains("phi-3") || name.contains("phi3");
    return phi && !Set.of("<unk>", "<s>", "<|endoftext|>").contains(tokens.get(id));
  }
}
