package dev.nightshift.tuning;

import dev.nightshift.scope.FunctionWords;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a question is about, found by rule: from its first name to its last, with the article before
 * them if one is near ("the Brazilian state of Acre") and the noun that it announces ("the Lumora
 * telescope"); without a name, its last word that carries meaning. A name is a word with a capital
 * letter, or with a digit, that does not begin the question.
 *
 * @param words the subject as it stands in the question
 * @param elsewhere the question with "it" in the subject's place
 */
record Subject(String words, String elsewhere) {
  /** How many words before a name are looked at for an article. */
  private static final int REACH = 3;

  private static final List<String> AUXILIARIES = List.of("do", "does", "did");
  private static final Pattern PARTICIPLE = Pattern.compile("made|held|kept|built|run|\\w+ed");
  private static final List<String> ARTICLES = List.of("the", "a", "an", "our", "my", "your");

  static Subject of(String question) {
    List<String> tokens =
        new ArrayList<>(List.of(question.strip().replaceAll("[?.!\\s]+$", "").split("\\s+", -1)));
    int first = -1;
    int last = -1;
    for (int i = 1; i < tokens.size(); i++) {
      if (isName(tokens.get(i))) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    if (first < 0) {
      first = lastMeaning(tokens);
      last = first;
    }
    for (int i = first - 1; i >= Math.max(0, first - REACH); i--) {
      if (ARTICLES.contains(tokens.get(i))) {
        last = endOfNoun(tokens, i, last);
        first = i;
        break;
      }
    }
    String words = String.join(" ", tokens.subList(first, last + 1)).replaceAll("\\p{Punct}+$", "");
    List<String> elsewhere = new ArrayList<>(tokens.subList(0, first));
    elsewhere.add("it");
    elsewhere.addAll(tokens.subList(last + 1, tokens.size()));
    return new Subject(words, String.join(" ", elsewhere));
  }

  /** "the Lumora telescope": what an article announces goes on behind the name. */
  private static int endOfNoun(List<String> tokens, int article, int name) {
    int last = name;
    while (last + 1 < tokens.size() && goesOn(tokens.get(last + 1))) {
      last++;
    }
    // After "does", what stands last is what is done.
    boolean verb = tokens.subList(0, article).stream().anyMatch(AUXILIARIES::contains);
    return verb && last > name ? last - 1 : last;
  }

  private static boolean goesOn(String word) {
    return !FunctionWords.contains(word) && !PARTICIPLE.matcher(word).matches();
  }

  private static boolean isName(String token) {
    return !token.equals("I")
        && (Character.isUpperCase(token.codePointAt(0))
            || token.codePoints().anyMatch(Character::isDigit));
  }

  private static int lastMeaning(List<String> tokens) {
    for (int i = tokens.size() - 1; i > 0; i--) {
      if (!FunctionWords.contains(tokens.get(i))) {
        return i;
      }
    }
    return tokens.size() - 1;
  }
}
