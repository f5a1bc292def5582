package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Text to tokens and back, as llama.cpp does for the same GGUF file.
 *
 * <p>Text from outside is never read as control tokens: {@link #encode} takes "{@code <|im_end|>}"
 * for ten ordinary characters. Only {@link #encodeWithSpecials}, meant for text that we wrote
 * ourselves, gives control tokens. Neither adds a token at the front. May be used by several
 * threads.
 */
public final class Tokenizer implements AutoCloseable {
  private static final String KEY = "tokenizer.ggml.";

  private final Vocabulary vocabulary;
  private final SpecialTokens specials;
  private final TokenBytes bytes;
  private final TextEncoder plain;
  private final Set<Integer> ends;
  private final OptionalInt begin;
  private final boolean beginsWithBegin;

  private Tokenizer(Vocabulary vocabulary, TextEncoder plain, Metadata metadata) {
    this.vocabulary = vocabulary;
    this.specials = new SpecialTokens(vocabulary);
    this.bytes = new TokenBytes(vocabulary);
    this.plain = plain;
    this.ends = ends(vocabulary, metadata);
    this.begin = begin(vocabulary, metadata);
    boolean byKind =
        switch (vocabulary.kind()) {
          case SENTENCE_PIECE -> true;
          case BYTE_LEVEL ->
              PreTokenizer.named(vocabulary.source(), vocabulary.pre()).beginsWithBegin();
        };
    this.beginsWithBegin = metadata.bool(KEY + "add_bos_token", byKind) && begin.isPresent();
  }

  /**
   * Builds the tokenizer that {@code file} describes; the file may be closed afterwards.
   *
   * @throws ModelException {@code UNSUPPORTED} for a kind of tokenizer that is neither byte-level
   *     BPE nor SentencePiece, or a pre-tokenizer that is not known
   */
  public static Tokenizer of(GgufFile file) {
    Vocabulary vocabulary = Vocabulary.of(file);
    TextEncoder plain =
        switch (vocabulary.kind()) {
          case BYTE_LEVEL -> ByteLevelPieces.of(vocabulary);
          case SENTENCE_PIECE -> new SentencePieces(vocabulary);
        };
    return new Tokenizer(vocabulary, plain, file.metadata());
  }

  /** Tokens of text from outside; nothing in it becomes a control token. */
  public int[] encode(String text) {
    return encode(specials.cut(text, false));
  }

  /**
   * As {@link #encode}, for text that goes on where tokens end: only behind a special token do
   * SentencePiece models begin anew with a space.
   */
  public int[] encodeAfter(int[] before, String text) {
    return encode(specials.cut(text, false), before.length == 0 || special(before));
  }

  private boolean special(int[] before) {
    int last = before[before.length - 1];
    return vocabulary.control(last) || vocabulary.userDefined(last);
  }

  /** Tokens of our own text, in which the names of control tokens stand for them. */
  public int[] encodeWithSpecials(String text) {
    return encode(specials.cut(text, true));
  }

  /**
   * As {@link #encodeWithSpecials}, but a control token's text that holds {@code guard} is ordinary
   * text; the guard is taken out before the text is encoded.
   */
  int[] encodeGuarded(String text, char guard) {
    List<SpecialTokens.Piece> pieces = new ArrayList<>();
    for (SpecialTokens.Piece piece : specials.cut(text, true)) {
      switch (piece) {
        case SpecialTokens.Piece.Token token -> pieces.add(token);
        case SpecialTokens.Piece.Text(String between) ->
            pieces.addAll(specials.cut(between.replace(String.valueOf(guard), ""), false));
      }
    }
    return encode(pieces);
  }

  private int[] encode(List<SpecialTokens.Piece> pieces) {
    return encode(pieces, true);
  }

  private int[] encode(List<SpecialTokens.Piece> pieces, boolean begins) {
    IntStream.Builder ids = IntStream.builder();
    boolean first = begins;
    for (SpecialTokens.Piece piece : pieces) {
      switch (piece) {
        case SpecialTokens.Piece.Token(int id) -> {
          ids.add(id);
          first = true;
        }
        case SpecialTokens.Piece.Text(String between) -> {
          plain.encode(wellFormed(between), first, ids);
          first = false;
        }
      }
    }
    return ids.build().toArray();
  }

  /** Half surrogate pairs, which no UTF-8 can hold, become U+FFFD. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
  }

  /** The text of tokens, without control tokens. */
  public String decode(int[] ids) {
    TextStream stream = stream();
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(stream.next(id));
    }
    return text.append(stream.finish()).toString();
  }

  /** Decodes tokens as they come. */
  public TextStream stream() {
    return new TextStream(bytes, vocabulary.spaceInFront());
  }

  /** The bytes that a token stands for: none for control tokens. */
  public byte[] bytes(int id) {
    return bytes.of(id);
  }

  /** Whether {@link #stream} leaves out a text's first space, which the tokenizer put there. */
  public boolean dropsFirstSpace() {
    return vocabulary.spaceInFront();
  }

  /** The tokens that end an answer. */
  public Set<Integer> eosIds() {
    return ends;
  }

  /** The token that stands before a text, if the model has one. */
  public OptionalInt beginId() {
    return begin;
  }

  /** Whether the model expects {@link #beginId()} before every text. */
  public boolean beginsWithBegin() {
    return beginsWithBegin;
  }

  /** How many tokens there are. */
  public int vocabularySize() {
    return vocabulary.size();
  }

  /** A token's text as the file holds it. */
  String text(int id) {
    return vocabulary.tokens().get(id);
  }

  /** The texts of the control tokens, longest first. */
  List<String> controlTexts() {
    return specials.controls().stream().map(SpecialTokens.Special::text).toList();
  }

  @Override
  public void close() {
    plain.close();
  }

  private static Set<Integer> ends(Vocabulary vocabulary, Metadata metadata) {
    Set<Integer> ends = new TreeSet<>();
    for (String key : List.of("eos_token_id", "eot_token_id", "eom_token_id")) {
      token(vocabulary, metadata, key).ifPresent(ends::add);
    }
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.control(id) && Vocabulary.END_NAMES.contains(vocabulary.tokens().get(id))) {
        ends.add(id);
      }
    }
    return Collections.unmodifiableSet(ends);
  }

  /** SentencePiece models that name no begin token have it at 1, as in llama.cpp. */
  private static OptionalInt begin(Vocabulary vocabulary, Metadata metadata) {
    OptionalInt named = token(vocabulary, metadata, "bos_token_id");
    boolean second =
        vocabulary.kind() == Vocabulary.Kind.SENTENCE_PIECE
            && vocabulary.size() > 1
            && vocabulary.control(1);
    return named.isEmpty() && second ? OptionalInt.of(1) : named;
  }

  private static OptionalInt token(Vocabulary vocabulary, Metadata metadata, String key) {
    OptionalLong id = metadata.findUint(KEY + key);
    if (id.isEmpty()) {
      return OptionalInt.empty();
    }
    if (id.getAsLong() >= vocabulary.size()) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "%s: '%s%s' is %d but there are only %d tokens"
              .formatted(vocabulary.source(), KEY, key, id.getAsLong(), vocabulary.size()));
    }
    return OptionalInt.of((int) id.getAsLong());
  }
}
