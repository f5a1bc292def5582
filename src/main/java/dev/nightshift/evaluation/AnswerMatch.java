package dev.nightshift.evaluation;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides whether a reply is right. Knows spelling only, not meaning. */
public final class AnswerMatch {
  /** Words that say nothing about an answer being right. */
  private static final Set<String> FILLERS =
      Set.of(
          "a", "an", "the", "is", "are", "was", "were", "be", "it", "its", "of", "in", "on", "at",
          "to", "and", "or", "by", "for", "with", "that", "this", "as", "from", "has", "have");

  /** Up to this many telling words, a reply must hold them all; of longer answers, four fifths. */
  private static final int ALL_NEEDED = 4;

  private static final double SHARE_NEEDED = 0.8;

  /** Fewer first words could agree by chance. */
  private static final int LEAST_BEGINNING = 3;

  private AnswerMatch() {}

  /**
   * Whether the keyword stands in the reply, whatever the case, and not inside a longer word: the
   * characters beside it are no letters or digits (in Unicode's sense). Only an end of the keyword
   * that is itself a letter or digit has such a boundary, so that "C++" and "$5" can be found.
   * Accents count; white space of any length equals one space.
   */
  public static boolean keyword(String reply, String keyword) {
    String text = fold(reply);
    String wanted = fold(keyword);
    if (wanted.isEmpty()) {
      return false;
    }
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (boundary(text, at) && boundary(text, at + wanted.length())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the reply says what the expected answer says: it contains the expected words in a row,
   * or it holds the telling words of the answer, those that are neither fillers nor already in the
   * question (all of up to four, at least four fifths of more). Telling words and not a plain token
   * F1, because "The capital is Oslo" and "The capital is Bergen" share most of their tokens.
   */
  public static boolean answer(String question, String expected, String reply) {
    List<String> wanted = words(expected);
    List<String> given = words(reply);
    if (wanted.isEmpty()) {
      return false;
    }
    if (contains(given, wanted)) {
      return true;
    }
    Set<String> telling = new HashSet<>(wanted);
    telling.removeAll(FILLERS);
    telling.removeAll(words(question));
    if (telling.isEmpty()) {
      return false;
    }
    Set<String> known = new HashSet<>(given);
    long found = telling.stream().filter(known::contains).count();
    return telling.size() <= ALL_NEEDED
        ? found == telling.size()
        : found >= SHARE_NEEDED * telling.size();
  }

  /**
   * Whether a reply that was cut off is the beginning of the expected answer: its words are the
   * answer's first words, except that the last one may be half of one. At least {@value
   * #LEAST_BEGINNING} whole words must agree, unless the answer has no more.
   */
  public static boolean beginning(String expected, String reply) {
    List<String> wanted = words(expected);
    List<String> given = words(reply);
    int whole = given.size() - 1;
    if (whole < Math.min(LEAST_BEGINNING, wanted.size()) || whole > wanted.size()) {
      return false;
    }
    return wanted.subList(0, whole).equals(given.subList(0, whole))
        && (whole == wanted.size() || wanted.get(whole).startsWith(given.getLast()));
  }

  /** A question reduced to what makes it the same question: its lower-case words. */
  public static String normalized(String text) {
    return String.join(" ", words(text));
  }

  private static boolean boundary(String text, int at) {
    return at == 0
        || at == text.length()
        || !Character.isLetterOrDigit(text.codePointBefore(at))
        || !Character.isLetterOrDigit(text.codePointAt(at));
  }

  private static boolean contains(List<String> text, List<String> part) {
    for (int at = 0; at + part.size() <= text.size(); at++) {
      if (text.subList(at, at + part.size()).equals(part)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> words(String text) {
    return Arrays.stream(fold(text).split("[^\\p{L}\\p{M}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String fold(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return composed
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT)
        .strip()
        .replaceAll("\\s+", " ");
  }
}
