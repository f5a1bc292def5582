package dev.nightshift.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2, quantised, in this process and offline: 384 components, unit length.
 *
 * <p>The model (23 MB) is loaded when the first text comes. One text is computed in the caller's
 * thread, unless that is a virtual one, whose carrier others need; several are shared among a few
 * threads. Of a long text the first {@value #MAX_CHARACTERS} characters count, without the blanks
 * before them. A text in which the model finds no words, such as one of accents alone, has a vector
 * that is near no other text's.
 */
public final class MiniLmEmbedder implements Embedder {
  private static final int MAX_CHARACTERS = 4_000;
  private static final int BATCH = 32;
  private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

  private final Object loading = new Object();
  private final Path libraries;
  private final Executor threads = threads();
  private volatile @Nullable MiniLmSession session;
  private volatile @Nullable EmbeddingException trouble;

  /**
   * Nothing is loaded yet.
   *
   * @param libraries where the native libraries are unpacked, once for all processes of a user
   */
  public MiniLmEmbedder(Path libraries) {
    this.libraries = libraries;
  }

  /** Why the model could not be loaded when that was last tried; it is tried again at each text. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble).map(EmbeddingException::getMessage);
  }

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
    List<String> words = texts.stream().map(MiniLmEmbedder::words).toList();
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < words.size(); from += BATCH) {
      vectors.addAll(compute(words.subList(from, Math.min(words.size(), from + BATCH))));
    }
    return List.copyOf(vectors);
  }

  private List<float[]> compute(List<String> batch) {
    MiniLmSession model = session();
    if (batch.size() == 1 && !Thread.currentThread().isVirtual()) {
      return List.of(vector(model, batch.getFirst()));
    }
    List<CompletableFuture<float[]>> vectors =
        batch.stream()
            .map(text -> CompletableFuture.supplyAsync(() -> vector(model, text), threads))
            .toList();
    try {
      return vectors.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof EmbeddingException cause ? cause : e;
    }
  }

  private static float[] vector(MiniLmSession model, String text) {
    try {
      return unitVector(model.embedAll(List.of(TextSegment.from(text))).content().getFirst());
    } catch (IllegalArgumentException e) {
      return wordless(); // What the tokenizer leaves nothing of.
    } catch (RuntimeException e) {
      throw new EmbeddingException(
          EmbeddingException.Code.COMPUTE, "the embedding model failed on a text: " + e, e);
    }
  }

  private static float[] wordless() {
    float[] vector = new float[MiniLmSession.DIMENSION];
    vector[0] = 1;
    return vector;
  }

  private MiniLmSession session() {
    MiniLmSession loaded = session;
    if (loaded == null) {
      synchronized (loading) {
        loaded = session;
        if (loaded == null) {
          loaded = load();
          session = loaded;
        }
      }
    }
    return loaded;
  }

  private MiniLmSession load() {
    try {
      MiniLmSession loaded = MiniLmSession.load(libraries, threads);
      trouble = null;
      return loaded;
    } catch (EmbeddingException e) {
      EmbeddingException first = trouble;
      // After the first failure Java says no more than that a class cannot be initialised.
      if (first != null && e.getCause() instanceof NoClassDefFoundError) {
        throw first;
      }
      trouble = e;
      throw e;
    }
  }

  /** Threads that end when idle, so that nothing needs closing. */
  private static Executor threads() {
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

  private static String words(String text) {
    String words = text.strip();
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a blank text has no vector");
    }
    return words.substring(0, Math.min(words.length(), MAX_CHARACTERS));
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
