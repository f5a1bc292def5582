package dev.nightshift.gateway;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Embeds for clients, few at once and a few texts at a time: every question's search needs the same
 * threads. Thread-safe.
 */
final class EmbeddingTurns {
  private static final int AT_ONCE = 2;
  private static final int MOST_WAITING = 32;
  private static final int TEXTS = 16;

  private final Embedder embedder;
  private final Semaphore places = new Semaphore(AT_ONCE + MOST_WAITING);
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  EmbeddingTurns(Embedder embedder) {
    this.embedder = embedder;
  }

  /**
   * The vectors of texts, in their order.
   *
   * @param within which they are needed, waiting included; between texts it is looked at
   * @param cancelled looked at likewise
   * @throws ServingException BUSY when too many wait; TIMEOUT; CANCELLED, also when the thread is
   *     interrupted
   */
  List<float[]> vectors(List<String> texts, Duration within, BooleanSupplier cancelled) {
    long start = System.nanoTime();
    if (!places.tryAcquire()) {
      throw new ServingException(
          Code.BUSY, MOST_WAITING + " requests wait to be embedded already; try again later");
    }
    try {
      if (!turns.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
        throw late(within);
      }
      try {
        return embedded(texts, start, within, cancelled);
      } finally {
        turns.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(Code.CANCELLED, "interrupted while waiting to embed", e);
    } finally {
      places.release();
    }
  }

  private List<float[]> embedded(
      List<String> texts, long start, Duration within, BooleanSupplier cancelled) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += TEXTS) {
      if (System.nanoTime() - start > within.toNanos()) {
        throw late(within);
      }
      if (cancelled.getAsBoolean()) {
        throw new ServingException(Code.CANCELLED, "nobody waits for the vectors any more");
      }
      vectors.addAll(embedder.embedAll(texts.subList(from, Math.min(texts.size(), from + TEXTS))));
    }
    return vectors;
  }

  private static ServingException late(Duration within) {
    return new ServingException(
        Code.TIMEOUT, "the texts were not embedded within " + within.toMillis() + " ms");
  }
}
