package dev.nightshift.inference;

import dev.nightshift.grammar.ConstrainedAnswer;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.grammar.GrammarException;
import dev.nightshift.grammar.TokenConstraint;
import dev.nightshift.grammar.TokenTrie;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.model.Tokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Constraints compiled for the engine's vocabulary; those used last are kept. Thread-safe. */
final class Constraints {
  private static final int KEPT = 16;

  private final Tokenizer tokenizer;
  private final SequencedMap<Constraint, TokenConstraint> compiled =
      new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable TokenTrie vocabulary;

  Constraints(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * The beginning of an answer under a constraint; null without one.
   *
   * @throws EngineException CONSTRAINT when it cannot be kept with so many tokens
   */
  @Nullable ConstrainedAnswer begin(@Nullable Constraint constraint, int maxTokens) {
    if (constraint == null) {
      return null;
    }
    try {
      return of(constraint).begin(maxTokens);
    } catch (GrammarException e) {
      throw new EngineException(Code.CONSTRAINT, String.valueOf(e.getMessage()), e);
    }
  }

  private synchronized TokenConstraint of(Constraint constraint) {
    TokenConstraint known = compiled.get(constraint);
    if (known != null) {
      return known;
    }
    TokenConstraint made = constraint.over(vocabulary());
    compiled.put(constraint, made);
    if (compiled.size() > KEPT) {
      compiled.pollFirstEntry();
    }
    return made;
  }

  private TokenTrie vocabulary() {
    if (vocabulary == null) {
      List<byte[]> tokens =
          IntStream.range(0, tokenizer.vocabularySize()).mapToObj(tokenizer::bytes).toList();
      vocabulary = new TokenTrie(tokens, tokenizer.eosIds(), tokenizer.dropsFirstSpace());
    }
    return vocabulary;
  }
}
