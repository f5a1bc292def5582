package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EmbeddingTurnsTests {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Goes on when it may. */
  private static final class HeldEmbedder implements Embedder {
    final CountDownLatch open = new CountDownLatch(1);
    final AtomicInteger texts = new AtomicInteger();
    private final Embedder words = new WordEmbedder();

    @Override
    public String id() {
      return words.id();
    }

    @Override
    public int dimension() {
      return words.dimension();
    }

    @Override
    public float[] embed(String text) {
      texts.incrementAndGet();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return words.embed(text);
    }
  }

  private final HeldEmbedder embedder = new HeldEmbedder();
  private final EmbeddingTurns turns = new EmbeddingTurns(embedder);

  @Test
  void many_texts_have_their_vectors_in_order() {
    embedder.open.countDown();
    List<String> texts = new ArrayList<>(Collections.nCopies(40, "sea"));
    texts.add("land");

    List<float[]> vectors = turns.vectors(texts, LONG, () -> false);

    assertThat(vectors).hasSize(41);
    assertThat(vectors.getLast()).isEqualTo(new WordEmbedder().embed("land"));
  }

  @Test
  @Timeout(60)
  void too_many_at_once_are_refused_and_the_others_served() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    AtomicInteger served = new AtomicInteger();
    AtomicInteger busy = new AtomicInteger();
    CountDownLatch refused = new CountDownLatch(10);
    for (int i = 0; i < 44; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      turns.vectors(List.of("sea"), LONG, () -> false);
                      served.incrementAndGet();
                    } catch (ServingException e) {
                      busy.addAndGet(e.code() == Code.BUSY ? 1 : 0);
                      refused.countDown();
                    }
                  }));
    }
    refused.await();
    embedder.open.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(busy).hasValue(10);
    assertThat(served).hasValue(34);
  }

  @Test
  @Timeout(60)
  void one_whose_time_is_up_is_not_embedded() throws InterruptedException {
    List<Thread> holding = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      holding.add(Thread.ofVirtual().start(() -> turns.vectors(List.of("sea"), LONG, () -> false)));
    }
    while (embedder.texts.get() < 2) {
      Thread.onSpinWait();
    }

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> turns.vectors(List.of("late"), Duration.ofMillis(1), () -> false))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.TIMEOUT));
    embedder.open.countDown();
    for (Thread thread : holding) {
      thread.join();
    }
    assertThat(embedder.texts).hasValue(2);
  }
}
