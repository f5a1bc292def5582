package dev.nightshift.grammar;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A constraint compiled for a vocabulary. Which tokens a state allows is found out when it is first
 * asked for, and remembered. Thread-safe.
 */
public final class TokenConstraint {
  private static final int UNREACHABLE = Integer.MAX_VALUE;

  /** Masks that are remembered; one takes a bit a token. */
  private static final int MOST_MASKS = 1000;

  private final Dfa automaton;
  private final TokenTrie vocabulary;
  private final Map<Integer, BitSet> masks = new ConcurrentHashMap<>();

  /** For each state, so many tokens certainly lead to an accepting one. */
  private final int[] tokensLeft;

  private final int mostTokensLeft;

  private TokenConstraint(Dfa automaton, TokenTrie vocabulary) {
    this.automaton = automaton;
    this.vocabulary = vocabulary;
    this.tokensLeft = tokensLeft();
    this.mostTokensLeft =
        Arrays.stream(tokensLeft).filter(left -> left != UNREACHABLE).max().orElse(0);
  }

  static TokenConstraint of(Dfa automaton, TokenTrie vocabulary) {
    Dfa read = vocabulary.dropsFirstSpace() ? automaton.afterSpace() : automaton;
    return new TokenConstraint(read, vocabulary);
  }

  /** Along the shortest byte strings that are accepted, with as few tokens as write those. */
  private int[] tokensLeft() {
    int[] left = new int[automaton.size()];
    Arrays.fill(left, UNREACHABLE);
    int[] byDistance =
        IntStream.range(0, left.length)
            .filter(state -> automaton.distance(state) >= 0)
            .boxed()
            .sorted((one, other) -> automaton.distance(one) - automaton.distance(other))
            .mapToInt(state -> state)
            .toArray();
    int[] nearer = new int[left.length];
    for (int state : byDistance) {
      if (automaton.accepting(state)) {
        left[state] = 0;
        continue;
      }
      nearer[state] = nearer(state);
      int node = 0;
      int at = state;
      while (!automaton.accepting(at)) {
        node = vocabulary.child(node, nearer[at]);
        if (node < 0) {
          break;
        }
        at = automaton.next(at, nearer[at]);
        if (vocabulary.isToken(node) && left[at] != UNREACHABLE) {
          left[state] = Math.min(left[state], 1 + left[at]);
        }
      }
    }
    return left;
  }

  /** The first byte on a shortest way to an accepting state. */
  private int nearer(int state) {
    for (int value = 0; value < 256; value++) {
      int next = automaton.next(state, value);
      if (next != Dfa.DEAD && automaton.distance(next) == automaton.distance(state) - 1) {
        return value;
      }
    }
    throw new IllegalStateException("no way from " + state);
  }

  /** What it takes in memory at most, masks that are not known yet included. */
  public long bytes() {
    long mask = vocabulary.size() / Byte.SIZE;
    return automaton.bytes()
        + (long) Integer.BYTES * tokensLeft.length
        + Math.min(MOST_MASKS, tokensLeft.length) * mask;
  }

  /** How many tokens are certainly enough for a text that satisfies the constraint. */
  public int leastTokens() {
    return tokensLeft[0];
  }

  /**
   * The beginning of an answer.
   *
   * @throws GrammarException TOO_FEW_TOKENS when it could not be completed
   */
  public ConstrainedAnswer begin(int maxTokens) {
    if (leastTokens() == UNREACHABLE) {
      throw new GrammarException(
          GrammarException.Code.UNSATISFIABLE,
          "the model's vocabulary cannot write the constraint");
    }
    if (leastTokens() > maxTokens) {
      throw new GrammarException(
          GrammarException.Code.TOO_FEW_TOKENS,
          "the shortest answer that satisfies the constraint has %d tokens, but only %d may be written: allow more, or shorten the prompt"
              .formatted(leastTokens(), maxTokens));
    }
    return new ConstrainedAnswer(this, maxTokens);
  }

  int next(int state, int token) {
    return token < vocabulary.size() && vocabulary.bytes(token).length > 0
        ? automaton.run(state, vocabulary.bytes(token))
        : Dfa.DEAD;
  }

  boolean accepting(int state) {
    return automaton.accepting(state);
  }

  boolean complete(int state) {
    return automaton.complete(state);
  }

  boolean isEnd(int token) {
    return vocabulary.ends().contains(token);
  }

  /** Whether a state can be completed with so many tokens. */
  boolean within(int state, int tokens) {
    return tokensLeft[state] <= tokens;
  }

  /** The tokens that a state allows when so many may follow them. */
  BitSet mask(int state, int then) {
    if (then < mostTokensLeft) {
      return found(state, then);
    }
    if (masks.size() >= MOST_MASKS) {
      masks.clear();
    }
    return masks.computeIfAbsent(state, any -> found(state, mostTokensLeft));
  }

  private BitSet found(int state, int then) {
    BitSet mask = new BitSet(vocabulary.size());
    vocabulary.walk(
        automaton,
        state,
        (token, to) -> {
          if (tokensLeft[to] <= then) {
            mask.set(token);
          }
        });
    if (automaton.accepting(state)) {
      vocabulary.ends().forEach(mask::set);
    }
    return mask;
  }
}
