package dev.nightshift.embedding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the vectors of the last texts: a question is embedded to find what was corrected, to
 * see whether an adapter may answer it, and to be remembered, and the vector is the same each time.
 * Thread-safe.
 */
public final class RecentEmbeddings implements Embedder {
  /** Vectors of 1.5 KB each. */
  private static final int MOST = 1024;

  /** Longer texts are rare, and are asked for once. */
  private static final int LONGEST = 4_000;

  private final Embedder embedder;
  private final Map<String, float[]> recent =
      new LinkedHashMap<>(2 * MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > MOST;
        }
      };

  /** Remembers what an embedder computes. */
  public RecentEmbeddings(Embedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public String id() {
    return embedder.id();
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public float[] embed(String text) {
    float[] known = known(text);
    if (known != null) {
      return known.clone();
    }
    float[] vector = embedder.embed(text);
    keep(text, vector);
    return vector.clone();
  }

  /** One text is looked up; of several, which are an import's, none is remembered. */
  @Override
  public List<float[]> embedAll(List<String> texts) {
    if (texts.size() != 1) {
      return embedder.embedAll(texts);
    }
    List<float[]> one = new ArrayList<>(1);
    one.add(embed(texts.getFirst()));
    return one;
  }

  private float @Nullable [] known(String text) {
    synchronized (recent) {
      return recent.get(text);
    }
  }

  private void keep(String text, float[] vector) {
    if (text.length() <= LONGEST) {
      synchronized (recent) {
        recent.put(text, vector);
      }
    }
  }
}
