package dev.nightshift.grammar;

import dev.nightshift.grammar.Nfa.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The subset construction, up to a number of states. */
final class Determinization {
  private static final int MOST_STATES = 60_000;

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
    state(closure(List.of(0)));
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
    List<List<Integer>> targets = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      targets.add(new ArrayList<>(1));
    }
    for (int state : set) {
      for (Edge edge : nfa.edges(state)) {
        for (int i = classOf[edge.from()]; i <= classOf[edge.to()]; i++) {
          targets.get(i).add(edge.target());
        }
      }
    }
    Map<List<Integer>, Integer> same = new HashMap<>();
    int[] row = new int[classes];
    for (int i = 0; i < classes; i++) {
      List<Integer> reached = targets.get(i);
      row[i] = reached.isEmpty() ? Dfa.DEAD : same.computeIfAbsent(reached, r -> state(closure(r)));
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
    states.add(set);
    return states.size() - 1;
  }

  /** All states that are reached without a byte, sorted; those that lead on or accept. */
  private int[] closure(List<Integer> from) {
    round++;
    List<Integer> reached = new ArrayList<>();
    for (int state : from) {
      visit(state, reached);
    }
    for (int i = 0; i < reached.size(); i++) {
      for (int state : nfa.silent(reached.get(i))) {
        visit(state, reached);
      }
    }
    return reached.stream()
        .filter(state -> state == nfa.end() || !nfa.edges(state).isEmpty())
        .mapToInt(state -> state)
        .sorted()
        .toArray();
  }

  private void visit(int state, List<Integer> reached) {
    if (seen[state] != round) {
      seen[state] = round;
      reached.add(state);
    }
  }

  /** A set of states that is compared by what it holds. */
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
