package dev.nightshift.memory;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.EmbeddingException;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the vectors of questions behind everybody's back: first those that wait to go into the
 * index, then those that went in without one because they came faster than they can be computed.
 */
final class VectorSource implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VectorSource.class);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

  /** Questions for which the embedder failed, and which are left alone until the next start. */
  private static final int MOST_HOPELESS = 1000;

  /** What is added to the index together: a second's work, and less when others come. */
  private static final int TOGETHER = 256;

  private final MemoryIndex index;
  private final Pending pending;
  private final Embedder embedder;
  private final String field;
  private final Consumer<Write> late;
  private final Set<String> hopeless = new HashSet<>();
  private final Thread thread;
  private volatile boolean look = true;
  private volatile boolean closing;
  private volatile boolean failing;

  VectorSource(
      MemoryIndex index, Pending pending, Embedder embedder, String field, Consumer<Write> late) {
    this.index = index;
    this.pending = pending;
    this.embedder = embedder;
    this.field = field;
    this.late = late;
    this.thread = Thread.ofPlatform().daemon().name("memory-vectors").start(this::run);
  }

  /** Something may have gone into the index without a vector. */
  void look() {
    look = true;
  }

  /**
   * Sees to it that what is corrected can be searched for by meaning as soon as it is in the index.
   *
   * @return vectors for those that are in the index without
   */
  Optional<Write> ofCorrected(Pending.Taken taken) {
    Map<String, Pending.Waiting> waiting = new LinkedHashMap<>();
    taken.exchanges().forEach(one -> waiting.put(one.exchange().id(), one));
    List<String> ids = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (Feedback said : taken.feedback()) {
      if (said.kind() == Feedback.Kind.CORRECTION) {
        Pending.Waiting one = waiting.get(said.exchangeId());
        if (one != null) {
          embed(one);
        } else {
          of(said.exchangeId())
              .ifPresent(
                  vector -> {
                    ids.add(said.exchangeId());
                    vectors.add(vector);
                  });
        }
      }
    }
    return ids.isEmpty() ? Optional.empty() : Optional.of(new Write.Vectors(ids, vectors));
  }

  /** The vector of an exchange in the index that has none there. */
  private Optional<float[]> of(String exchangeId) {
    boolean has =
        index.read(searcher -> new QuestionVectors(searcher, field).ofExchange(exchangeId) != null);
    return has
        ? Optional.empty()
        : index
            .read(searcher -> new Recall(searcher).find(exchangeId))
            .flatMap(found -> Optional.ofNullable(vector(found.exchange())));
  }

  private void run() {
    BackgroundThread.giveWay();
    while (!closing) {
      try {
        work();
      } catch (Throwable e) {
        log.error("vectors that are missing could not be added; tried again", e);
        look = true;
        LockSupport.parkNanos(LONG_PAUSE.toNanos());
      }
    }
  }

  private void work() {
    Pending.Waiting next = pending.next();
    if (next != null) {
      embed(next);
    } else if (look) {
      look = false;
      catchUp();
    } else {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void embed(Pending.Waiting one) {
    if (one.vector() == null) {
      float[] vector = vector(one.exchange());
      if (vector != null) {
        one.embedded(vector);
      }
    }
  }

  /** Null when the embedder fails: what it says is logged once, and the words can be searched. */
  private float @Nullable [] vector(Exchange exchange) {
    try {
      float[] vector = embedder.embed(exchange.question());
      if (failing) {
        failing = false;
        look = true;
      }
      return vector;
    } catch (EmbeddingException | IllegalArgumentException e) {
      if (!failing) {
        log.error("questions are found by their words alone as long as they have no vector", e);
      }
      failing = true;
      return null;
    }
  }

  private void catchUp() {
    int most = TOGETHER + hopeless.size();
    List<Exchange> some = index.read(searcher -> new Recall(searcher).unembedded(most));
    List<String> ids = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (Exchange one : some) {
      if (closing || !pending.allEmbedded()) {
        look = true;
        break;
      }
      float[] vector = hopeless.contains(one.id()) ? null : vector(one);
      if (vector != null) {
        ids.add(one.id());
        vectors.add(vector);
      } else if (hopeless.size() < MOST_HOPELESS) {
        hopeless.add(one.id());
      }
    }
    if (!ids.isEmpty() && !closing) {
      late.accept(new Write.Vectors(ids, vectors));
    }
  }

  /** Computes the vectors of so many of those that wait. */
  void finish(int most) {
    pending.all().exchanges().stream().limit(most).forEach(this::embed);
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    Uninterrupted.join(thread);
  }
}
