package dev.nightshift.harvest;

import dev.nightshift.council.ContentWords;
import dev.nightshift.embedding.Embedder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells near-duplicate questions. A high cosine alone would merge "Who leads the Oslo office?" with
 * "Who leads the Bergen office?" and lose a fact, which is worse than a row too many; so the
 * content words must fit as well.
 */
final class TwinQuestions {
  private final Embedder embedder;
  private final double threshold;
  private final Map<String, float[]> vectors = new HashMap<>();

  TwinQuestions(Embedder embedder, double threshold) {
    this.embedder = embedder;
    this.threshold = threshold;
  }

  /** One question in two wordings, such as "What's X?" and "Please tell me what X is." */
  boolean areTwins(String a, String b) {
    return ContentWords.signature(a).equals(ContentWords.signature(b)) && isNear(a, b);
  }

  /** Questions of which one says a little more; the same only if their answers are. */
  boolean areAlike(String a, String b) {
    List<String> wordsOfA = ContentWords.signature(a);
    List<String> wordsOfB = ContentWords.signature(b);
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
