package dev.nightshift.harvest;

import dev.nightshift.council.ContentWords;
import dev.nightshift.embedding.Embedder;

/** Texts are near when they share content words: each is hashed to one of 512 directions. */
final class WordEmbedder implements Embedder {
  @Override
  public String id() {
    return "words";
  }

  @Override
  public int dimension() {
    return 512;
  }

  @Override
  public float[] embed(String text) {
    float[] vector = new float[dimension()];
    for (String word : ContentWords.of(text)) {
      vector[Math.floorMod(word.hashCode() * 31, vector.length)] += 1;
    }
    double norm = 0;
    for (float component : vector) {
      norm += component * component;
    }
    for (int i = 0; i < vector.length && norm > 0; i++) {
      vector[i] /= (float) Math.sqrt(norm);
    }
    return vector;
  }
}
