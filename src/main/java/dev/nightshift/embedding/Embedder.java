package dev.nightshift.embedding;

import java.util.List;

/**
 * Turns text into vectors of unit length, so that a dot product is a cosine similarity.
 * Thread-safe.
 */
public interface Embedder {
  /** Identifies model and version; vectors of different ids must not be compared. */
  String id();

  /** Number of components of every vector. */
  int dimension();

  /** The vector of one text, [dimension], unit length. */
  float[] embed(String text);

  /** The vectors of several texts, in their order. */
  default List<float[]> embedAll(List<String> texts) {
    return texts.stream().map(this::embed).toList();
  }
}
