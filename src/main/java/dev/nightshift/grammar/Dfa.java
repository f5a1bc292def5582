package dev.nightshift.grammar;

import dev.nightshift.grammar.Nfa.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A deterministic automaton over bytes. State 0 is the first; from every state that is reached an
 * accepting one can be reached. Immutable.
 */
final class Dfa {
  /** Where a byte leads that is not allowed. */
  static final int DEAD = -1;

  private static final int MOST_PAIRS = 60_000;

  private final int[] classOf;
  private final int classes;
  private final int[] next;
  private final BitSet accepting;

  /** How many bytes lead from each state to an accepting one; −1 if none do. */
  private final int[] distance;

  /**
   * From a table, of which transitions to where nothing is accepted are taken out.
   *
   * @param classOf for each byte one of {@code classes}
   * @param next for each state and class a state or {@link #DEAD}
   */
  Dfa(int[] classOf, int classes, int[] next, BitSet accepting) {
    this.classOf = classOf;
    this.classes = classes;
    this.next = next;
    this.accepting = accepting;
    this.distance = distances();
    for (int i = 0; i < next.length; i++) {
      if (next[i] != DEAD && distance[next[i]] < 0) {
        next[i] = DEAD;
      }
    }
  }

  static Dfa of(Language language) {
    return Determinization.of(Nfa.of(language));
  }

  /** Backwards from the accepting states, in breadth. */
  private int[] distances() {
    int[] found = new int[size()];
    Arrays.fill(found, -1);
    // The transitions that lead to a state, as a chain through their places in the table.
    int[] firstInto = new int[found.length];
    int[] nextInto = new int[next.length];
    Arrays.fill(firstInto, -1);
    for (int i = 0; i < next.length; i++) {
      if (next[i] != DEAD) {
        nextInto[i] = firstInto[next[i]];
        firstInto[next[i]] = i;
      }
    }
    int[] queue = new int[found.length];
    int count = 0;
    for (int state = accepting.nextSetBit(0); state >= 0; state = accepting.nextSetBit(state + 1)) {
      found[state] = 0;
      queue[count++] = state;
    }
    for (int i = 0; i < count; i++) {
      for (int place = firstInto[queue[i]]; place >= 0; place = nextInto[place]) {
        int source = place / classes;
        if (found[source] < 0) {
          found[source] = found[queue[i]] + 1;
          queue[count++] = source;
        }
      }
    }
    return found;
  }

  int size() {
    return next.length / classes;
  }

  /** What its tables take. */
  long bytes() {
    return (long) Integer.BYTES * (next.length + distance.length + classOf.length);
  }

  /** Whether it accepts nothing. */
  boolean isEmpty() {
    return distance[0] < 0;
  }

  /** Where a byte, 0 to 255, leads from a state. */
  int next(int state, int value) {
    return next[state * classes + classOf[value]];
  }

  boolean accepting(int state) {
    return accepting.get(state);
  }

  /** How many bytes lead from a state to an accepting one. */
  int distance(int state) {
    return distance[state];
  }

  /** Whether a state accepts and no byte may follow. */
  boolean complete(int state) {
    if (!accepting(state)) {
      return false;
    }
    for (int i = 0; i < classes; i++) {
      if (next[state * classes + i] != DEAD) {
        return false;
      }
    }
    return true;
  }

  /** The state after some bytes; {@link #DEAD} if they are not allowed. */
  int run(int from, byte[] bytes) {
    int state = from;
    for (int i = 0; i < bytes.length && state != DEAD; i++) {
      state = next(state, bytes[i] & 0xFF);
    }
    return state;
  }

  /** The transitions of a state, as ranges of bytes. */
  List<Edge> edges(int state) {
    List<Edge> edges = new ArrayList<>();
    int from = 0;
    for (int value = 1; value <= 256; value++) {
      if (value == 256 || next(state, value) != next(state, from)) {
        if (next(state, from) != DEAD) {
          edges.add(new Edge(from, value - 1, next(state, from)));
        }
        from = value;
      }
    }
    return edges;
  }

  /**
   * The same with the fewest states, by splitting sets of states until all of a set behave alike
   * (Moore). Takes a round for each byte of the longest difference: meant for small ones.
   */
  Dfa minimal() {
    CompilationWork work = CompilationWork.current();
    int[] set = new int[size()];
    for (int state = 0; state < set.length; state++) {
      set[state] = accepting(state) ? 1 : 0;
    }
    int before = 0;
    Map<List<Integer>, Integer> known = new LinkedHashMap<>();
    while (known.size() != before || known.isEmpty()) {
      before = known.size();
      known.clear();
      work.steps(next.length);
      int[] finer = new int[set.length];
      for (int state = 0; state < set.length; state++) {
        List<Integer> behaviour = new ArrayList<>(classes + 1);
        behaviour.add(set[state]);
        for (int i = 0; i < classes; i++) {
          int to = next[state * classes + i];
          behaviour.add(to == DEAD ? DEAD : set[to]);
        }
        finer[state] = known.computeIfAbsent(behaviour, any -> known.size());
      }
      set = finer;
    }
    int[] table = new int[known.size() * classes];
    BitSet accepted = new BitSet();
    for (int state = 0; state < set.length; state++) {
      for (int i = 0; i < classes; i++) {
        int to = next[state * classes + i];
        table[set[state] * classes + i] = to == DEAD ? DEAD : set[to];
      }
      accepted.set(set[state], accepting(state));
    }
    return new Dfa(classOf, classes, table, accepted);
  }

  /** What both accept. */
  Dfa intersection(Dfa other) {
    CompilationWork work = CompilationWork.current();
    Map<Integer, Integer> common = new HashMap<>();
    int[] commonOf = new int[256];
    int[] example = new int[256];
    for (int value = 0; value < 256; value++) {
      int both = classOf[value] * other.classes + other.classOf[value];
      commonOf[value] = common.computeIfAbsent(both, any -> common.size());
      example[commonOf[value]] = value;
    }
    Map<Long, Integer> known = new HashMap<>(Map.of(0L, 0));
    List<Long> pairs = new ArrayList<>(List.of(0L));
    List<int[]> rows = new ArrayList<>();
    BitSet accepted = new BitSet();
    for (int i = 0; i < pairs.size(); i++) {
      int mine = (int) (pairs.get(i) >> 32);
      int theirs = (int) (long) pairs.get(i);
      accepted.set(i, accepting(mine) && other.accepting(theirs));
      int[] row = new int[common.size()];
      work.steps(row.length);
      work.keep(row.length);
      for (int c = 0; c < row.length; c++) {
        int one = next(mine, example[c]);
        int two = other.next(theirs, example[c]);
        row[c] = one == DEAD || two == DEAD ? DEAD : number(one, two, known, pairs);
      }
      rows.add(row);
    }
    int[] table = rows.stream().flatMapToInt(Arrays::stream).toArray();
    return new Dfa(commonOf, common.size(), table, accepted);
  }

  private static int number(int one, int two, Map<Long, Integer> known, List<Long> pairs) {
    long pair = ((long) one << 32) | two;
    Integer before = known.putIfAbsent(pair, pairs.size());
    if (before != null) {
      return before;
    }
    if (pairs.size() == MOST_PAIRS) {
      throw Nfa.tooLarge(MOST_PAIRS);
    }
    pairs.add(pair);
    return pairs.size() - 1;
  }

  /** The same, with one space before that counts for nothing. */
  Dfa afterSpace() {
    int[] every = new int[256];
    Arrays.setAll(every, value -> value);
    int[] table = new int[(size() + 1) * 256];
    BitSet shifted = new BitSet();
    for (int state = 0; state < size(); state++) {
      for (int value = 0; value < 256; value++) {
        int to = next(state, value);
        table[(state + 1) * 256 + value] = to == DEAD ? DEAD : to + 1;
      }
      shifted.set(state + 1, accepting(state));
    }
    System.arraycopy(table, 256, table, 0, 256);
    table[' '] = 1;
    shifted.set(0, accepting(0));
    return new Dfa(every, 256, table, shifted);
  }
}
