package dev.nightshift.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts control and user-defined tokens out of text, as llama.cpp does (src/llama-vocab.cpp,
 * tokenizer_st_partition): longer tokens first, each found from left to right.
 */
final class SpecialTokens {
  /** A token with its text. */
  record Special(int id, String text, boolean control, boolean swallowsSpace) {}

  /** Either a special token, or text between two of them. */
  sealed interface Piece {
    record Token(int id) implements Piece {}

    record Text(String text) implements Piece {}
  }

  private final List<Special> longestFirst;

  SpecialTokens(Vocabulary vocabulary) {
    List<Special> found = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      String text = vocabulary.tokens().get(id);
      if (!text.isEmpty() && (vocabulary.control(id) || vocabulary.userDefined(id))) {
        found.add(new Special(id, text, vocabulary.control(id), vocabulary.swallowsSpace(id)));
      }
    }
    found.sort(Comparator.comparing((Special special) -> special.text().length()).reversed());
    longestFirst = List.copyOf(found);
  }

  /** The control tokens, longest text first. */
  List<Special> controls() {
    return longestFirst.stream().filter(Special::control).toList();
  }

  /** Cuts {@code text}; control tokens stay text unless {@code withControls}. */
  List<Piece> cut(String text, boolean withControls) {
    List<Piece> pieces = text.isEmpty() ? List.of() : List.of(new Piece.Text(text));
    for (Special special : longestFirst) {
      if ((withControls || !special.control()) && text.contains(special.text())) {
        pieces = cut(pieces, special);
      }
    }
    return pieces;
  }

  private static List<Piece> cut(List<Piece> pieces, Special special) {
    List<Piece> cut = new ArrayList<>();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Token token -> cut.add(token);
        case Piece.Text(String text) -> cut(text, special, cut);
      }
    }
    return cut;
  }

  private static void cut(String text, Special special, List<Piece> out) {
    int from = 0;
    for (int at = text.indexOf(special.text()); at >= 0; at = text.indexOf(special.text(), from)) {
      if (at > from) {
        out.add(new Piece.Text(text.substring(from, at)));
      }
      out.add(new Piece.Token(special.id()));
      from = at + special.text().length();
      while (special.swallowsSpace() && from < text.length() && isSpace(text.charAt(from))) {
        from++;
      }
    }
    if (from < text.length()) {
      out.add(new Piece.Text(text.substring(from)));
    }
  }

  /** White space as C's isspace has it. */
  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
