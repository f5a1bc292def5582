package dev.nightshift.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2, quantised, in this process and offline: 384 components, unit length.
 *
 * <p>The model (23 MB) is loaded when the first text comes. One text is computed in the caller's
 * thread; several are shared among a few threads. Of a long text the first {@value #MAX_CHARACTERS}
 * characters count.
 */
public final class MiniLmEmbedder implements Embedder {
  private static final int MAX_CHARACTERS = 4_000;
  private static final int BATCH = 256;
  private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

  private final Object loading = new Object();
  private volatile @Nullable MiniLmSession session;

  @Override
  public String id() {
    return "all-minilm-l6-v2-q";
  }

  @Override
  public int dimension() {
    return MiniLmSession.DIMENSION;
  }

  /**
   * The vector of one text, [384], unit length.
   *
   * @throws IllegalArgumentException when the text is blank
   * @throws EmbeddingException LOAD or COMPUTE
   */
  @Override
  public float[] embed(String text) {
    return embedAll(List.of(text)).getFirst();
  }

  /** The vectors of several texts, in their order; errors as of {@link #embed}. */
  @Override
  public List<float[]> embedAll(List<String> texts) {
    List<TextSegment> segments = texts.stream().map(MiniLmEmbedder::segment).toList();
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < segments.size(); from += BATCH) {
      vectors.addAll(compute(segments.subList(from, Math.min(segments.size(), from + BATCH))));
    }
    return List.copyOf(vectors);
  }

  private List<float[]> compute(List<TextSegment> batch) {
    MiniLmSession model = session();
    try {
      return model.embedAll(batch).content().stream().map(MiniLmEmbedder::unitVector).toList();
    } catch (RuntimeException e) {
      throw new EmbeddingException(
          EmbeddingException.Code.COMPUTE,
          "the embedding model failed on one of " + batch.size() + " texts: " + e,
          e);
    }
  }

  private MiniLmSession session() {
    MiniLmSession loaded = session;
    if (loaded == null) {
      synchronized (loading) {
        loaded = session;
        if (loaded == null) {
          loaded = MiniLmSession.load(threads());
          session = loaded;
        }
      }
    }
    return loaded;
  }

  /** Threads that end when idle, so that nothing needs closing. */
  private static ExecutorService threads() {
    int count = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform()
                .daemon()
                .name("embedding-", THREAD_NUMBER.getAndIncrement())
                .factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static TextSegment segment(String text) {
    if (text.substring(0, Math.min(text.length(), MAX_CHARACTERS)).isBlank()) {
      throw new IllegalArgumentException("a blank text has no vector");
    }
    return TextSegment.from(text.substring(0, Math.min(text.length(), MAX_CHARACTERS)));
  }

  private static float[] unitVector(Embedding embedding) {
    float[] vector = embedding.vector();
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    if (!(squares > 0)) {
      throw new ArithmeticException("the model's vector has no direction");
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }
}
