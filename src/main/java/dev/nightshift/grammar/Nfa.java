package dev.nightshift.grammar;

import dev.nightshift.grammar.GrammarException.Code;
import dev.nightshift.grammar.Language.Accepted;
import dev.nightshift.grammar.Language.Bytes;
import dev.nightshift.grammar.Language.Choice;
import dev.nightshift.grammar.Language.Member;
import dev.nightshift.grammar.Language.Members;
import dev.nightshift.grammar.Language.Repeat;
import dev.nightshift.grammar.Language.Sequence;
import java.util.ArrayList;
import java.util.List;

/** A language as states with transitions on bytes and on nothing (Thompson's construction). */
final class Nfa {
  private static final int MOST_STATES = 300_000;

  /** A transition on the bytes of a range. */
  record Edge(int from, int to, int target) {}

  private final List<List<Edge>> edges = new ArrayList<>();
  private final List<List<Integer>> silent = new ArrayList<>();
  private final CompilationWork work = CompilationWork.current();
  private final int end;

  private Nfa(Language language) {
    this.end = build(language, add());
  }

  /** The automaton of a language; it starts in state 0. */
  static Nfa of(Language language) {
    return new Nfa(language);
  }

  /** The one state that accepts. */
  int end() {
    return end;
  }

  int size() {
    return edges.size();
  }

  List<Edge> edges(int state) {
    return edges.get(state);
  }

  List<Integer> silent(int state) {
    return silent.get(state);
  }

  private int add() {
    if (edges.size() == MOST_STATES) {
      throw tooLarge(MOST_STATES);
    }
    edges.add(new ArrayList<>(2));
    silent.add(new ArrayList<>(2));
    return edges.size() - 1;
  }

  static GrammarException tooLarge(int states) {
    return new GrammarException(
        Code.TOO_LARGE,
        "the constraint needs more than "
            + states
            + " states: lower maxLength, maxItems or a repetition's count, or nest less");
  }

  private void silent(int from, int to) {
    silent.get(from).add(to);
  }

  /** Adds the states of a language that begins where another state is; gives the state behind. */
  private int build(Language language, int from) {
    work.steps(4); // Also for what adds no states: the empty text, repeated, and that repeated.
    return switch (language) {
      case Bytes bytes -> {
        int to = add();
        edges.get(from).add(new Edge(bytes.from(), bytes.to(), to));
        yield to;
      }
      case Sequence sequence -> {
        int at = from;
        for (Language part : sequence.parts()) {
          at = build(part, at);
        }
        yield at;
      }
      case Choice choice -> {
        int to = add();
        for (Language option : choice.options()) {
          silent(build(option, from), to);
        }
        yield to;
      }
      case Repeat repeat -> repeat(repeat, from);
      case Members members -> members(members, from);
      case Accepted accepted -> accepted(accepted.automaton(), from);
    };
  }

  private int repeat(Repeat repeat, int from) {
    int at = from;
    for (int i = 0; i < repeat.least(); i++) {
      at = build(repeat.of(), at);
    }
    int to = add();
    if (repeat.most() == Language.UNBOUNDED) {
      silent(at, to);
      silent(build(repeat.of(), to), to);
      return to;
    }
    for (int i = repeat.least(); i < repeat.most(); i++) {
      silent(at, to);
      at = build(repeat.of(), at);
    }
    silent(at, to);
    return to;
  }

  /** Two rows of states: one while no member has been written, one after the first. */
  private int members(Members members, int from) {
    int none = from;
    int some = add();
    for (Member member : members.members()) {
      int begin = add();
      silent(none, begin);
      silent(build(members.separator(), some), begin);
      int written = build(member.language(), begin);
      int nextNone = add();
      int nextSome = add();
      silent(written, nextSome);
      if (!member.required()) {
        silent(none, nextNone);
        silent(some, nextSome);
      }
      none = nextNone;
      some = nextSome;
    }
    int to = add();
    silent(none, to);
    silent(some, to);
    return to;
  }

  private int accepted(Dfa automaton, int from) {
    int first = edges.size();
    for (int state = 0; state < automaton.size(); state++) {
      add();
    }
    int to = add();
    silent(from, first);
    for (int state = 0; state < automaton.size(); state++) {
      work.steps(64);
      for (Edge edge : automaton.edges(state)) {
        edges.get(first + state).add(new Edge(edge.from(), edge.to(), first + edge.target()));
      }
      if (automaton.accepting(state)) {
        silent(first + state, to);
      }
    }
    return to;
  }
}
