package dev.nightshift.grammar;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A vocabulary as a trie of its tokens' bytes, laid out in the order of a walk: what must be looked
 * at lies side by side, and what cannot match is stepped over. Immutable.
 */
public final class TokenTrie {
  private static final int NONE = -1;

  private final byte[][] tokens;
  private final Set<Integer> ends;
  private final boolean dropsFirstSpace;
  private final int deepest;

  /** The last byte on the way to each node; node 0 is the root and has none. */
  private final byte[] value;

  private final short[] depth;

  /** The node behind all that hang on a node. */
  private final int[] behind;

  /** A token that ends at the node, and for a token another one of the same bytes. */
  private final int[] token;

  private final int[] same;
  private final int[] underRoot = new int[256];

  /**
   * A vocabulary.
   *
   * @param tokens the bytes of each token by its id; empty for those that are no text
   * @param ends tokens that end an answer
   * @param dropsFirstSpace whether an answer's first space is not part of its text
   */
  public TokenTrie(List<byte[]> tokens, Set<Integer> ends, boolean dropsFirstSpace) {
    this.tokens = tokens.stream().map(byte[]::clone).toArray(byte[][]::new);
    this.ends = Set.copyOf(ends);
    this.dropsFirstSpace = dropsFirstSpace;
    int[] sorted =
        IntStream.range(0, this.tokens.length)
            .filter(id -> this.tokens[id].length > 0 && !ends.contains(id))
            .boxed()
            .sorted(Comparator.comparing(id -> this.tokens[id], Arrays::compareUnsigned))
            .mapToInt(id -> id)
            .toArray();
    int nodes = 1;
    int longest = 0;
    byte[] before = {};
    for (int id : sorted) {
      byte[] bytes = this.tokens[id];
      nodes += bytes.length - common(before, bytes);
      longest = Math.max(longest, bytes.length);
      before = bytes;
    }
    this.deepest = longest;
    this.value = new byte[nodes];
    this.depth = new short[nodes];
    this.behind = new int[nodes];
    this.token = new int[nodes];
    this.same = new int[this.tokens.length];
    Arrays.fill(token, NONE);
    Arrays.fill(same, NONE);
    Arrays.fill(underRoot, NONE);
    fill(sorted);
  }

  private void fill(int[] sorted) {
    int[] path = new int[deepest + 1];
    int next = 1;
    byte[] before = {};
    for (int id : sorted) {
      byte[] bytes = tokens[id];
      int common = common(before, bytes);
      for (int level = common; level < before.length; level++) {
        behind[path[level + 1]] = next;
      }
      for (int level = common; level < bytes.length; level++) {
        value[next] = bytes[level];
        depth[next] = (short) (level + 1);
        path[level + 1] = next++;
      }
      if (bytes.length > 0 && common == 0) {
        underRoot[bytes[0] & 0xFF] = path[1];
      }
      same[id] = token[path[bytes.length]];
      token[path[bytes.length]] = id;
      before = bytes;
    }
    for (int level = 0; level <= before.length; level++) {
      behind[path[level]] = next;
    }
  }

  private static int common(byte[] one, byte[] other) {
    int mismatch = Arrays.mismatch(one, other);
    return mismatch < 0 ? one.length : mismatch;
  }

  int size() {
    return tokens.length;
  }

  byte[] bytes(int id) {
    return tokens[id];
  }

  Set<Integer> ends() {
    return ends;
  }

  boolean dropsFirstSpace() {
    return dropsFirstSpace;
  }

  /** Told of a token and of the state that it leads to. */
  interface Reached {
    void reached(int token, int state);
  }

  /** Finds all tokens that an automaton allows in a state. */
  void walk(Dfa automaton, int from, Reached reached) {
    int[] states = new int[deepest + 1];
    states[0] = from;
    int node = 1;
    while (node < value.length) {
      int level = depth[node];
      int state = automaton.next(states[level - 1], value[node] & 0xFF);
      if (state == Dfa.DEAD) {
        node = behind[node];
        continue;
      }
      states[level] = state;
      for (int id = token[node]; id != NONE; id = same[id]) {
        reached.reached(id, state);
      }
      node++;
    }
  }

  /** The node one byte further than another, the root being 0; −1 if there is none. */
  int child(int node, int wanted) {
    if (node == 0) {
      return underRoot[wanted];
    }
    for (int child = node + 1; child < behind[node]; child = behind[child]) {
      if ((value[child] & 0xFF) == wanted) {
        return child;
      }
    }
    return NONE;
  }

  /** Whether a token ends at a node. */
  boolean isToken(int node) {
    return token[node] != NONE;
  }
}
