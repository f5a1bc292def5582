package dev.nightshift.augmentation;

import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.council.ContentWords;
import dev.nightshift.embedding.Embedder;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells whether two questions are one, so that what is said of one holds for the other. Two facts
 * taken for one are worse than one taken for two: a shared name is no reason, and the content words
 * must be the same. Not thread-safe.
 */
final class SameQuestions {
  private static final double LEAST_COSINE = 0.97;

  private final Embedder embedder;
  private final Map<String, float[]> vectors = new HashMap<>();

  SameQuestions(Embedder embedder) {
    this.embedder = embedder;
  }

  boolean areOne(String a, String b) {
    return QuestionKey.of(a).equals(QuestionKey.of(b))
        || (ContentWords.signature(a).equals(ContentWords.signature(b))
            && cosine(a, b) >= LEAST_COSINE);
  }

  private double cosine(String a, String b) {
    float[] first = vectors.computeIfAbsent(a, embedder::embed);
    float[] second = vectors.computeIfAbsent(b, embedder::embed);
    double cosine = 0;
    for (int i = 0; i < first.length; i++) {
      cosine += (double) first[i] * second[i];
    }
    return cosine;
  }
}
