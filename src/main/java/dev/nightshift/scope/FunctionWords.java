package dev.nightshift.scope;

import java.util.Locale;
import java.util.Set;

/** English words that say how a question is put and not what it is about. */
public final class FunctionWords {
  private static final Set<String> WORDS =
      Set.of(
          "a", "an", "and", "are", "at", "be", "by", "can", "did", "do", "does", "for", "from",
          "had", "has", "have", "how", "i", "in", "is", "it", "its", "many", "me", "much", "my",
          "of", "on", "or", "our", "that", "the", "their", "there", "this", "to", "was", "we",
          "were", "what", "when", "where", "which", "who", "whom", "whose", "why", "will", "with",
          "you", "your");

  private FunctionWords() {}

  /** Whether a word is one, however it is written. */
  public static boolean contains(String word) {
    return WORDS.contains(word.toLowerCase(Locale.ROOT));
  }
}
