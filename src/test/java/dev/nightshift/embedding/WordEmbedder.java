package dev.nightshift.embedding;

import java.util.Locale;
import java.util.Random;

/**
 * A deterministic fake: a text is the sum of one fixed random direction for each of its words, so
 * texts that share words are near and others nearly at right angles. Case and punctuation do not
 * count.
 */
public final class WordEmbedder implements Embedder {
  private static final int DIMENSION = 64;

  @Override
  public String id() {
    return "word-fake";
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public float[] embed(String text) {
    double[] sum = new double[DIMENSION];
    sum[0] = 1e-6;
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        Random random = new Random(word.hashCode());
        for (int i = 0; i < DIMENSION; i++) {
          sum[i] += random.nextGaussian();
        }
      }
    }
    double squares = 0;
    for (double component : sum) {
      squares += component * component;
    }
    float[] unit = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      unit[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return unit;
  }
}
