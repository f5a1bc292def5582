package dev.nightshift.council;

import dev.nightshift.embedding.Embedder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells whether two answers to one question mean the same. An embedding alone does not: "The code
 * is 4711." and "The code is 4712." lie close. So numbers and negations must agree, and what each
 * says beyond the question must overlap; then the cosine decides.
 */
final class AnswerMeaning {
  /** Answers with at most so many words beyond the question are names or values, not prose. */
  private static final int TERSE = 3;

  private final Set<String> questionWords;
  private final Embedder embedder;
  private final double sameMeaning;

  AnswerMeaning(String question, Embedder embedder, double sameMeaning) {
    this.questionWords = ContentWords.of(question);
    this.embedder = embedder;
    this.sameMeaning = sameMeaning;
  }

  boolean same(String a, String b) {
    if (plain(a).equals(plain(b))) {
      return true;
    }
    Set<String> wordsOfA = ContentWords.of(a);
    Set<String> wordsOfB = ContentWords.of(b);
    if (!ContentWords.numbers(wordsOfA).equals(ContentWords.numbers(wordsOfB))
        || ContentWords.deny(wordsOfA) != ContentWords.deny(wordsOfB)) {
      return false;
    }
    Set<String> newInA = beyondQuestion(wordsOfA);
    Set<String> newInB = beyondQuestion(wordsOfB);
    if (!newInA.isEmpty() && newInA.equals(newInB)) {
      return true;
    }
    return !contradict(newInA, newInB) && cosine(a, b) >= sameMeaning;
  }

  /**
   * Whether an answer says no more than a failed one: it means the same, or all that it says beyond
   * the question, its numbers and denials too, is in the failed one, which says little else.
   */
  boolean repeats(String answer, String failed) {
    Set<String> words = ContentWords.of(answer);
    Set<String> failedWords = ContentWords.of(failed);
    Set<String> said = beyondQuestion(words);
    Set<String> failedSaid = beyondQuestion(failedWords);
    boolean nothingNew =
        failedSaid.containsAll(said)
            && failedSaid.size() <= 2 * said.size()
            && ContentWords.numbers(said).equals(ContentWords.numbers(failedSaid))
            && ContentWords.deny(words) == ContentWords.deny(failedWords);
    return nothingNew || same(answer, failed);
  }

  private static boolean contradict(Set<String> a, Set<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return false;
    }
    Set<String> common = new HashSet<>(a);
    common.retainAll(b);
    boolean oneHoldsTheOther = common.size() == Math.min(a.size(), b.size());
    boolean terse = Math.min(a.size(), b.size()) <= TERSE;
    return common.isEmpty() || (terse && !oneHoldsTheOther);
  }

  private double cosine(String a, String b) {
    List<float[]> vectors = embedder.embedAll(List.of(a, b));
    float[] first = vectors.getFirst();
    float[] second = vectors.getLast();
    double dot = 0;
    for (int i = 0; i < first.length; i++) {
      dot += (double) first[i] * second[i];
    }
    return dot;
  }

  private Set<String> beyondQuestion(Set<String> words) {
    Set<String> beyond = new HashSet<>(words);
    beyond.removeAll(questionWords);
    return beyond;
  }

  private static String plain(String text) {
    return String.join(" ", ContentWords.all(text));
  }
}
