package dev.nightshift.model;

import java.util.List;
import java.util.Set;

/**
 * How text is cut into pieces before byte-pair merging, chosen by {@code tokenizer.ggml.pre}.
 *
 * <p>The patterns are those of llama.cpp, src/llama-vocab.cpp.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets and lists are immutable ones
enum PreTokenizer {
  /** GPT-2's pattern. */
  GPT2(
      Set.of("gpt-2", "phi-2", "mpt", "olmo", "jais", "roberta-bpe"),
      false,
      List.of(Patterns.GPT2)),
  /** Single digits, then GPT-2's pattern. */
  SMOLLM(
      Set.of("smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"),
      false,
      List.of(Patterns.DIGIT, Patterns.GPT2)),
  /** Llama 3: up to three digits; a piece that is a token is taken whole. */
  LLAMA3(
      Set.of(
          "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"),
      true,
      List.of(Patterns.LLAMA3)),
  /** Qwen 2 and 3: as Llama 3 with single digits. */
  QWEN2(
      Set.of("qwen2", "deepseek-r1-qwen", "stablelm2", "kormo", "megrez"),
      false,
      List.of(Patterns.QWEN2));

  private final Set<String> names;
  private final boolean wholePieces;
  private final List<String> patterns;

  PreTokenizer(Set<String> names, boolean wholePieces, List<String> patterns) {
    this.names = names;
    this.wholePieces = wholePieces;
    this.patterns = patterns;
  }

  /**
   * The one that a file names.
   *
   * @throws ModelException {@code UNSUPPORTED} for a name that is not known: guessing would give
   *     wrong tokens
   */
  static PreTokenizer named(String source, String name) {
    for (PreTokenizer candidate : values()) {
      if (candidate.names.contains(name)) {
        return candidate;
      }
    }
    throw new ModelException(
        ModelException.Code.UNSUPPORTED,
        source
            + ": the pre-tokenizer '"
            + name
            + "' (tokenizer.ggml.pre) is not known; known are those of"
            + " SmolLM, GPT-2, Llama 3 and Qwen 2 and 3");
  }

  /** Patterns applied one after the other, each cutting the pieces of the one before. */
  List<String> patterns() {
    return patterns;
  }

  /** Whether a piece that is in the vocabulary is taken without merging. */
  boolean wholePieces() {
    return wholePieces;
  }

  /** The patterns, as Rust regular expressions. */
  private static final class Patterns {
    static final String DIGIT = "\\p{N}";
    static final String GPT2 =
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
    private static final String MODERN =
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%s"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    static final String LLAMA3 = MODERN.formatted("\\p{N}{1,3}");
    static final String QWEN2 = MODERN.formatted("\\p{N}");
  }
}
