package dev.nightshift.scope;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What in a question's words tells it from another that means nearly the same to an embedder:
 * names, numbers, and what kind of thing is asked for ("When was it stopped?" and "Why was it
 * stopped?" have a cosine of 0.95, and so have "Mk3" and "Mk5").
 *
 * <p>A name is a word with a capital letter that does not begin the question. Writing without
 * capitals has no names, nor has a question in which most words have one. The question words are
 * English; in other languages they are not found, and then nothing is added or taken away for them.
 *
 * @param words all words, lower case, without possessive endings
 * @param names those that are names, without digits
 * @param numbers those that hold a digit
 * @param kind what is asked for, if the first question word says so
 */
record Clues(Set<String> words, Set<String> names, Set<String> numbers, @Nullable Kind kind) {
  /** What a question asks for. */
  enum Kind {
    PERSON,
    TIME,
    PLACE,
    REASON
  }

  // Measured on src/test/resources/scope; what else was tried is in docs/log.md.
  private static final double SHARED_NAME = 0.05;
  private static final double SWAPPED_NAME = -0.15;
  private static final double NEW_NUMBER = -0.2;
  private static final double MISSING_NUMBER = -0.1;
  private static final double OTHER_KIND = -0.25;

  /** The most that {@link #adjustment} can add. */
  static final double MOST = SHARED_NAME;

  private static final Map<String, Kind> KINDS =
      Map.of(
          "who", Kind.PERSON,
          "whom", Kind.PERSON,
          "whose", Kind.PERSON,
          "when", Kind.TIME,
          "where", Kind.PLACE,
          "why", Kind.REASON);
  private static final int SAME_BEGINNING = 4;
  private static final int OTHER_ENDING = 3;

  static Clues of(String question) {
    List<String> written = new ArrayList<>();
    for (String token : question.strip().split("\\s+", -1)) {
      String bare =
          token.replaceAll("['’]s\\b", "").replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
      if (!bare.isEmpty()) {
        written.add(bare);
      }
    }
    boolean capitalsMeanSomething =
        2 * written.stream().filter(Clues::isCapitalised).count() <= written.size() + 1L;
    Set<String> words = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    Set<String> numbers = new LinkedHashSet<>();
    Kind kind = null;
    for (int i = 0; i < written.size(); i++) {
      String word = written.get(i).toLowerCase(Locale.ROOT);
      words.add(word);
      if (word.codePoints().anyMatch(Character::isDigit)) {
        numbers.add(word);
      } else if (i > 0
          && capitalsMeanSomething
          && isCapitalised(written.get(i))
          && !word.equals("i")) {
        names.add(word);
      }
      kind = kind == null ? KINDS.get(word) : kind;
    }
    return new Clues(words, names, numbers, kind);
  }

  /** What the words add to, or take from, the cosine of this question and a trained one. */
  double adjustment(Clues trained) {
    double sum = 0;
    if (trained.names.stream().anyMatch(this::mentions)) {
      sum += SHARED_NAME;
    }
    if (!trained.names.stream().allMatch(this::mentions)
        && !names.stream().allMatch(trained::mentions)) {
      sum += SWAPPED_NAME;
    }
    if (!trained.numbers.containsAll(numbers)) {
      sum += NEW_NUMBER;
    } else if (!numbers.containsAll(trained.numbers)) {
      sum += MISSING_NUMBER;
    }
    if (kind != null && trained.kind != null && kind != trained.kind) {
      sum += OTHER_KIND;
    }
    return sum;
  }

  private boolean mentions(String name) {
    return words.contains(name) || words.stream().anyMatch(word -> sameStem(word, name));
  }

  /** Whether two words begin alike and end alike but for a few letters: "ship", "ships". */
  static boolean sameStem(String a, String b) {
    int same = 0;
    while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return same >= SAME_BEGINNING && Math.max(a.length(), b.length()) - same <= OTHER_ENDING;
  }

  private static boolean isCapitalised(String word) {
    return Character.isUpperCase(word.codePointAt(0));
  }
}
