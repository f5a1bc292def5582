package dev.nightshift.council;

import dev.nightshift.embedding.Embedder;
import java.util.function.Function;

/** Texts are near when they share words: each word is hashed to one of 512 directions. */
public final class WordEmbedder implements Embedder {
  private final Function<String, ? extends Iterable<String>> words;

  private WordEmbedder(Function<String, ? extends Iterable<String>> words) {
    this.words = words;
  }

  /** Every word counts. */
  static WordEmbedder ofAllWords() {
    return new WordEmbedder(ContentWords::all);
  }

  /** Only words that carry meaning count. */
  public static WordEmbedder ofContentWords() {
    return new WordEmbedder(ContentWords::of);
  }

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
    for (String word : words.apply(text)) {
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
