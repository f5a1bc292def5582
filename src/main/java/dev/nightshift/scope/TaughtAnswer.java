package dev.nightshift.scope;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an adapter was taught to answer, to be compared with what it says: in scope by its question,
 * a neighbour of what was taught may still be asked, and then the adapter has nothing of its own to
 * say.
 *
 * @param words all words of the answer, in their order
 * @param told those that the question does not hold and that carry meaning: what was taught
 */
public record TaughtAnswer(List<String> words, Set<String> told) {
  /** A reply says what was taught from this share on; measured, see docs/log.md. */
  private static final double ENOUGH = 0.5;

  /** Whole words that a reply must share with the answer to be its beginning. */
  private static final int LEAST_BEGINNING = 3;

  private static final Pattern WORD =
      Pattern.compile("\\p{N}+(?:[.,:]\\p{N}+)+|[\\p{L}\\p{M}\\p{N}]+(?:['’]\\p{L}+)?");

  /** Written without spaces: every character counts as a word. */
  private static final Set<Character.UnicodeScript> UNSPACED =
      Set.of(
          Character.UnicodeScript.HAN,
          Character.UnicodeScript.HIRAGANA,
          Character.UnicodeScript.KATAKANA,
          Character.UnicodeScript.THAI,
          Character.UnicodeScript.LAO,
          Character.UnicodeScript.KHMER,
          Character.UnicodeScript.MYANMAR);

  public TaughtAnswer {
    words = List.copyOf(words);
    told = Set.copyOf(told);
  }

  /** A trained question and the answer that goes with it. */
  static TaughtAnswer of(String question, String answer) {
    List<String> words = words(answer);
    return new TaughtAnswer(words, beyond(words(question), words));
  }

  /**
   * Whether a reply says this: half of what was taught is in it, or half of what it tells beyond
   * its question is in the answer, or it was cut off before it came to that and is the answer so
   * far. An answer that tells nothing beyond its question is said by any reply.
   */
  boolean saidBy(String question, String reply) {
    if (told.isEmpty()) {
      return true;
    }
    List<String> said = words(reply);
    Set<String> news = beyond(words(question), said);
    return Math.max(share(told, said), share(news, words)) >= ENOUGH || isBeginning(said);
  }

  /** Whether an answer has the same words. */
  boolean is(String answer) {
    return words.equals(words(answer));
  }

  /** Of the last word a part will do. */
  private boolean isBeginning(List<String> said) {
    int whole = said.size() - 1;
    return whole >= LEAST_BEGINNING
        && whole < words.size()
        && said.subList(0, whole).equals(words.subList(0, whole))
        && words.get(whole).startsWith(said.getLast());
  }

  private static double share(Set<String> of, List<String> in) {
    return of.isEmpty()
        ? 0
        : (double) of.stream().filter(word -> mentioned(word, in)).count() / of.size();
  }

  private static Set<String> beyond(List<String> question, List<String> words) {
    return words.stream()
        .filter(word -> !FunctionWords.contains(word) && !mentioned(word, question))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean mentioned(String word, List<String> in) {
    return in.contains(word) || in.stream().anyMatch(other -> Clues.sameStem(word, other));
  }

  private static List<String> words(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    WORD.matcher(plain).results().forEach(match -> words.addAll(parts(match.group())));
    return words;
  }

  private static List<String> parts(String word) {
    if (word.codePoints().mapToObj(Character.UnicodeScript::of).anyMatch(UNSPACED::contains)) {
      return word.codePoints().mapToObj(Character::toString).toList();
    }
    int apostrophe = Math.max(word.indexOf('\''), word.indexOf('’'));
    List<String> parts = new ArrayList<>();
    if (word.endsWith("n't") || word.endsWith("n’t")) {
      parts.add("not");
    }
    parts.add(apostrophe > 0 ? word.substring(0, apostrophe) : word);
    return parts;
  }
}
