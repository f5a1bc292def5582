package dev.nightshift.harvest;

import dev.nightshift.council.ContentWords;
import dev.nightshift.embedding.Embedder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tells near-duplicate questions. A high cosine alone would merge "Who leads the Oslo office?" with
 * "Who leads the Bergen office?" and lose a fact, which is worse than a row too many; so the
 * content words must fit as well.
 */
final class TwinQuestions {
  private static final Pattern PAST = Pattern.compile("\\b(?:was|were|did|had)\\b");

  private final Embedder embedder;
  private final double threshold;
  private final Map<String, float[]> vectors = new HashMap<>();

  TwinQuestions(Embedder embedder, double threshold) {
    this.embedder = embedder;
    this.threshold = threshold;
  }

  /** What twins have in common: the content words in their order, and the tense. */
  static List<String> signature(String question) {
    List<String> words = new ArrayList<>(ContentWords.of(question));
    words.add(PAST.matcher(question.toLowerCase(Locale.ROOT)).find() ? "(past)" : "(present)");
    return words;
  }

  /** One question in two wordings, such as "What's X?" and "Please tell me what X is." */
  boolean areTwins(String a, String b) {
    return signature(a).equals(signature(b)) && isNear(a, b);
  }

  /** Questions of which one says a little more; the same only if their answers are. */
  boolean areAlike(String a, String b) {
    List<String> wordsOfA = signature(a);
    List<String> wordsOfB = signature(b);
    return (wordsOfA.containsAll(wordsOfB) || wordsOfB.containsAll(wordsOfA)) && isNear(a, b);
  }

  private boolean isNear(String a, String b) {
    float[] first = vectors.computeIfAbsent(a, embedder::embed);
    float[] second = vectors.computeIfAbsent(b, embedder::embed);
    double dot = 0;
    for (int i = 0; i < first.length; i++) {
      dot += (double) first[i] * second[i];
    }
    return dot >= threshold;
  }
}
