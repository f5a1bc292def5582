package dev.nightshift.council;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of an English text that carry its content: lower case, without function words,
 * possessives and plural endings. Numbers, names, negations and question words are content.
 */
public final class ContentWords {
  private static final Pattern WORD =
      Pattern.compile("\\p{N}+(?:[.,:]\\p{N}+)+|[\\p{L}\\p{N}]+(?:['’][\\p{L}]+)*[+#]*");
  private static final Pattern NUMBER = Pattern.compile(".*\\p{N}.*");

  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a an the is are was were be been being am do does did of to in on at by for from with"
               + " and or as it its this that these those there what which please can could would"
               + " will you tell me us say give")
              .split(" "));

  private static final Set<String> NEGATIONS =
      Set.of("not", "no", "never", "none", "nothing", "nobody", "neither", "nor", "without");

  private static final Pattern PAST = Pattern.compile("\\b(?:was|were|did|had)\\b");

  private ContentWords() {}

  /** What a question has in common with its rewordings: its content words, and the tense. */
  public static List<String> signature(String question) {
    List<String> words = new ArrayList<>(of(question));
    words.add(PAST.matcher(question.toLowerCase(Locale.ROOT)).find() ? "(past)" : "(present)");
    return words;
  }

  /** The content words of a text, in order, each once. */
  public static Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : all(text)) {
      if (!FUNCTION_WORDS.contains(word)) {
        words.add(singular(word));
      }
    }
    return words;
  }

  /** All words of a text in lower case, in order, as they stand but without possessive endings. */
  static List<String> all(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return WORD.matcher(plain)
        .results()
        .flatMap(match -> unfold(match.group().replace('’', '\'')).stream())
        .toList();
  }

  /** Words with digits in them. */
  static Set<String> numbers(Set<String> words) {
    Set<String> numbers = new LinkedHashSet<>(words);
    numbers.removeIf(word -> !NUMBER.matcher(word).matches());
    return numbers;
  }

  /** Whether one of the words denies. */
  static boolean deny(Set<String> words) {
    return words.stream().anyMatch(NEGATIONS::contains);
  }

  private static List<String> unfold(String word) {
    if (word.equals("cannot") || word.equals("can't")) {
      return List.of("can", "not");
    }
    if (word.endsWith("n't")) {
      return List.of(word.substring(0, word.length() - 3), "not");
    }
    int apostrophe = word.indexOf('\'');
    return List.of(apostrophe > 0 ? word.substring(0, apostrophe) : word);
  }

  private static String singular(String word) {
    boolean plural =
        word.length() > 3 && word.endsWith("s") && !word.matches(".*(?:ss|us|is|\\p{N}s)$");
    return plural ? word.substring(0, word.length() - 1) : word;
  }
}
