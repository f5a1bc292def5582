package dev.nightshift.grammar;

import dev.nightshift.grammar.Nfa.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The subset construction, up to a number of states and within the compilation's limits. */
final class Determinization {
  private static final int MOST_STATES = 60_000;

  /** Transitions of one state, before those of a class are put together. */
  private static final int MOST_TARGETS = 8_000_000;

  private final CompilationWork work = CompilationWork.current();

  private final Nfa nfa;
  private final int[] classOf = new int[256];
  private final int classes;
  private final List<int[]> states = new ArrayList<>();
  private final Map<Subset, Integer> known = new HashMap<>();

  /** In which round a state was last added to a closure. */
  private final int[] seen;

  private int round;

  private Determinization(Nfa nfa) {
    this.nfa = nfa;
    this.seen = new int[nfa.size()];
    boolean[] begins = new boolean[257];
    for (int state = 0; state < nfa.size(); state++) {
      for (Edge edge : nfa.edges(state)) {
        begins[edge.from()] = true;
        begins[edge.to() + 1] = true;
      }
    }
    int count = 0;
    for (int value = 0; value < 256; value++) {
      count += value > 0 && begins[value] ? 1 : 0;
      classOf[value] = count;
    }
    this.classes = count + 1;
  }

  static Dfa of(Nfa nfa) {
    return new Determinization(nfa).run();
  }

  private Dfa run() {
    state(closure(new int[] {0}));
    List<int[]> rows = new ArrayList<>();
    for (int state = 0; state < states.size(); state++) {
      rows.add(row(states.get(state)));
    }
    int[] next = new int[rows.size() * classes];
    BitSet accepting = new BitSet();
    for (int state = 0; state < rows.size(); state++) {
      System.arraycopy(rows.get(state), 0, next, state * classes, classes);
      if (Arrays.binarySearch(states.get(state), nfa.end()) >= 0) {
        accepting.set(state);
      }
    }
    return new Dfa(classOf, classes, next, accepting);
  }

  /** Where each class of bytes leads from a set of states. */
  private int[] row(int[] set) {
    work.keep(classes);
    Numbers[] targets = new Numbers[classes];
    Arrays.setAll(targets, i -> new Numbers());
    int count = 0;
    for (int state : set) {
      for (Edge edge : nfa.edges(state)) {
        int first = classOf[edge.from()];
        int last = classOf[edge.to()];
        work.steps(last - first + 1);
        count += last - first + 1;
        if (count > MOST_TARGETS) {
          throw Nfa.tooLarge(MOST_STATES);
        }
        for (int i = first; i <= last; i++) {
          targets[i].add(edge.target());
        }
      }
    }
    Map<Subset, Integer> same = new HashMap<>();
    int[] row = new int[classes];
    for (int i = 0; i < classes; i++) {
      int[] reached = targets[i].toArray();
      row[i] =
          reached.length == 0
              ? Dfa.DEAD
              : same.computeIfAbsent(new Subset(reached), r -> state(closure(r.states())));
    }
    return row;
  }

  private int state(int[] set) {
    Integer before = known.putIfAbsent(new Subset(set), states.size());
    if (before != null) {
      return before;
    }
    if (states.size() == MOST_STATES) {
      throw Nfa.tooLarge(MOST_STATES);
    }
    work.keep(set.length);
    states.add(set);
    return states.size() - 1;
  }

  /** All states that are reached without a byte, sorted; those that lead on or accept. */
  private int[] closure(int[] from) {
    round++;
    Numbers reached = new Numbers();
    for (int state : from) {
      visit(state, reached);
    }
    for (int i = 0; i < reached.count; i++) {
      List<Integer> silent = nfa.silent(reached.values[i]);
      work.steps(1 + silent.size());
      for (int state : silent) {
        visit(state, reached);
      }
    }
    return Arrays.stream(reached.toArray())
        .filter(state -> state == nfa.end() || !nfa.edges(state).isEmpty())
        .sorted()
        .toArray();
  }

  private void visit(int state, Numbers reached) {
    if (seen[state] != round) {
      seen[state] = round;
      reached.add(state);
    }
  }

  /** Numbers in the order in which they came. */
  private static final class Numbers {
    private int[] values = {};
    private int count;

    void add(int value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, Math.max(2, 2 * count));
      }
      values[count++] = value;
    }

    int[] toArray() {
      return Arrays.copyOf(values, count);
    }
  }

  /** States that are compared by what they are. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Subset(int[] states) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Subset(int[] others) && Arrays.equals(states, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(states);
    }
  }
}
