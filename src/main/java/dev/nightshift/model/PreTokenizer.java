package dev.nightshift.model;

import java.util.List;
import java.util.Set;

/**
 * How text is cut into pieces before byte-pair merging, chosen by {@code tokenizer.ggml.pre}.
 *
 * <p>Names and patterns are those of llama.cpp, src/llama-vocab.cpp.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets and lists are immutable ones
enum PreTokenizer {
  /** GPT-2's pattern. */
  GPT2(
      Set.of(
          "gpt-2",
          "phi-2",
          "gigachat",
          "a.x-4.0",
          "mellum",
          "exaone4",
          "mpt",
          "olmo",
          "jais",
          "trillion",
          "granite-docling"),
      Use.MERGED,
      List.of(Patterns.GPT2)),
  /** Single digits, then GPT-2's pattern. */
  SMOLLM(
      Set.of(
          "smollm",
          "starcoder",
          "refact",
          "command-r",
          "codeshell",
          "exaone",
          "minerva-7b",
          "mellum2"),
      Use.MERGED,
      List.of(Patterns.DIGIT, Patterns.GPT2)),
  /** Llama 3: up to three digits. */
  LLAMA3(
      Set.of(
          "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"),
      Use.WHOLE_WITH_BEGIN,
      List.of(Patterns.LLAMA3)),
  /** The same pattern in models that always merge, such as Phi 4. */
  DBRX(Set.of("dbrx", "smaug-bpe", "chatglm-bpe", "glm4"), Use.MERGED, List.of(Patterns.LLAMA3)),
  /** Qwen 2 and 3: as Llama 3 with single digits. */
  QWEN2(
      Set.of(
          "qwen2",
          "deepseek-r1-qwen",
          "stablelm2",
          "kormo",
          "f2llmv2",
          "megrez",
          "hunyuan",
          "solar-open"),
      Use.MERGED,
      List.of(Patterns.QWEN2)),
  /** Mistral's newer models. */
  TEKKEN(Set.of("tekken"), Use.WHOLE_WITH_BEGIN, List.of(Patterns.TEKKEN)),
  /** GPT-4o's pattern, of Phi 4 mini too. */
  GPT4O(Set.of("gpt-4o", "llama4", "kanana2"), Use.MERGED, List.of(Patterns.GPT4O)),
  /** Falcon: punctuation, GPT-2's pattern, three digits. */
  FALCON(Set.of("falcon"), Use.MERGED, List.of(Patterns.MARKS + "`]+", Patterns.GPT2, "[0-9]{3}")),
  /** DeepSeek 3 and its distillations. */
  DEEPSEEK3(
      Set.of("deepseek-v3", "hunyuan-dense", "joyai-llm"),
      Use.MERGED,
      List.of("\\p{N}{1,3}", "[一-龥\u3040-ゟ゠-ヿ]+", Patterns.DEEPSEEK3)),
  /** What llama.cpp takes for files that name none. */
  DEFAULT(
      Set.of("default"),
      Use.MERGED,
      List.of(Patterns.MARKS + "]+", Patterns.GPT2, "\\p{N}+", "[0-9]{3}"));

  /** What is done with a piece, and whether texts begin with the begin token unless a file says. */
  private enum Use {
    /** Merged. */
    MERGED,
    /** Taken whole if it is a token, else merged; texts begin with the begin token. */
    WHOLE_WITH_BEGIN
  }

  private final Set<String> names;
  private final Use use;
  private final List<String> patterns;

  PreTokenizer(Set<String> names, Use use, List<String> patterns) {
    this.names = names;
    this.use = use;
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
            + " SmolLM, GPT-2, Llama 3, Qwen 2 and 3, Mistral (tekken), Phi 4 (dbrx, gpt-4o),"
            + " Falcon and DeepSeek; use another GGUF of the model");
  }

  /** Patterns applied one after the other, each cutting the pieces of the one before. */
  List<String> patterns() {
    return patterns;
  }

  /** Whether a piece that is in the vocabulary is taken without merging. */
  boolean wholePieces() {
    return use == Use.WHOLE_WITH_BEGIN;
  }

  /** Whether texts begin with the begin token where a file does not say. */
  boolean beginsWithBegin() {
    return use == Use.WHOLE_WITH_BEGIN;
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
    static final String MARKS = "[\\p{P}\\$\\+<=>\\^~\\|";
    private static final String UPPER = "(?:(?=\\p{L})[^a-z])";
    private static final String LOWER = "(?:(?=\\p{L})[^A-Z])";
    private static final String WORDS =
        "[^\\r\\n\\p{L}\\p{N}]?%1$s*%2$s+%3$s|[^\\r\\n\\p{L}\\p{N}]?%1$s+%2$s*%3$s|\\p{N}%4$s"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    static final String TEKKEN = WORDS.formatted(UPPER, LOWER, "", "");
    static final String GPT4O =
        WORDS.formatted(UPPER, LOWER, "(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "{1,3}");
    static final String DEEPSEEK3 =
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r"
            + "\\n"
            + "\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r"
            + "\\n"
            + "]*|\\s*[\\r"
            + "\\n"
            + "]+|\\s+(?!\\S)|\\s+";
  }
}
