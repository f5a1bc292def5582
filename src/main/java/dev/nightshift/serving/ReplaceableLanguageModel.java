package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that can be closed and opened anew while it is served: what runs is finished first, what
 * comes meanwhile is refused, and the adapter that was active is active again. Thread-safe.
 *
 * <p>One that cannot be opened is tried again by the questions that come, not more often than every
 * few seconds.
 */
public final class ReplaceableLanguageModel implements LanguageModel {
  private static final Logger LOG = LoggerFactory.getLogger(ReplaceableLanguageModel.class);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);

  private final Object lock = new Object();
  private final String name;
  private @Nullable LanguageModel inner;
  private final Supplier<LanguageModel> usual;
  private Supplier<LanguageModel> opener;
  private @Nullable ServableAdapter adapter;
  private String paused = "";
  private int running;
  private long lastAttempt;
  private String trouble = "";
  private boolean closed;

  /**
   * Serves a model.
   *
   * @param usual opens it again, without an adapter
   */
  public ReplaceableLanguageModel(LanguageModel model, Supplier<LanguageModel> usual) {
    this.name = model.name();
    this.inner = model;
    this.usual = usual;
    this.opener = usual;
  }

  /**
   * Finishes what runs and closes the model, which frees what it took. Questions are refused with
   * the reason until {@link #resume}.
   *
   * @param patience for what runs; a question has a time limit of its own
   * @throws ServingException TIMEOUT when something still runs then, the model serves on;
   *     UNAVAILABLE when it is paused already or closed
   */
  public void pause(String reason, Duration patience) {
    LanguageModel old;
    synchronized (lock) {
      if (closed || !paused.isEmpty()) {
        throw new ServingException(
            Code.UNAVAILABLE, closed ? "the model is closed" : "paused already: " + paused);
      }
      paused = reason;
      if (!drained(patience)) {
        paused = "";
        lock.notifyAll();
        throw new ServingException(
            Code.TIMEOUT,
            running + " questions were not finished within " + patience.toSeconds() + " s");
      }
      old = inner;
      inner = null;
      if (old != null) {
        adapter = old.active().orElse(null);
      }
    }
    if (old != null) {
      free(old);
    }
  }

  /** The pause has begun: what cannot be freed properly must not undo it. */
  private void free(LanguageModel old) {
    try {
      old.unload();
    } catch (RuntimeException e) {
      LOG.warn("{} may still take memory: {}", name, e.getMessage());
    }
    old.close();
  }

  private boolean drained(Duration patience) {
    Deadline deadline = Deadline.in(patience);
    try {
      while (running > 0) {
        long left = deadline.remaining().toMillis();
        if (left <= 0) {
          return false;
        }
        lock.wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends a pause with the model as it was at first. */
  public void resume() {
    resumeWith(usual);
  }

  /**
   * Ends a pause with a model that is opened in another way, until the next pause.
   *
   * @param other opens it, without an adapter
   */
  public void resumeWith(Supplier<LanguageModel> other) {
    synchronized (lock) {
      opener = other;
      paused = "";
      lastAttempt = 0;
      try {
        open();
      } catch (RuntimeException e) {
        LOG.error("{} could not be opened again; it is tried again when it is asked", name, e);
      }
    }
  }

  /** Opens what is not open. Holds the lock: questions wait for it, as they would for loading. */
  private LanguageModel open() {
    if (closed || !paused.isEmpty()) {
      throw new ServingException(Code.UNAVAILABLE, closed ? "the model is closed" : paused);
    }
    LanguageModel now = inner;
    if (now != null) {
      return now;
    }
    long since = System.nanoTime() - lastAttempt;
    if (lastAttempt != 0 && since < BETWEEN_ATTEMPTS.toNanos()) {
      throw new ServingException(Code.UNAVAILABLE, "the model could not be opened: " + trouble);
    }
    lastAttempt = System.nanoTime();
    try {
      LanguageModel opened = opener.get();
      reactivate(opened);
      inner = opened;
      trouble = "";
      return opened;
    } catch (RuntimeException e) {
      trouble = String.valueOf(e.getMessage());
      throw new ServingException(Code.UNAVAILABLE, "the model could not be opened: " + trouble, e);
    }
  }

  private void reactivate(LanguageModel opened) {
    ServableAdapter wanted = adapter;
    if (wanted == null) {
      return;
    }
    try {
      opened.activate(wanted);
    } catch (ServingException e) {
      if (e.code() == Code.ADAPTER) {
        LOG.error("{} cannot be used, so the base answers: {}", wanted.version(), e.getMessage());
        return;
      }
      opened.close();
      throw e;
    }
  }

  private <T> T use(Function<LanguageModel, T> work) {
    LanguageModel now;
    synchronized (lock) {
      now = open();
      running++;
    }
    try {
      return work.apply(now);
    } finally {
      synchronized (lock) {
        running--;
        lock.notifyAll();
      }
    }
  }

  /** Looks at the model if it is open; what nobody can say while it is not has a default. */
  private <T> T peek(Function<LanguageModel, T> look, T otherwise) {
    LanguageModel now;
    synchronized (lock) {
      now = inner;
    }
    return now == null ? otherwise : look.apply(now);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Answer answer(Question question) {
    return use(model -> model.answer(question));
  }

  @Override
  public Answer answer(Question question, AnswerListener listener) {
    return use(model -> model.answer(question, listener));
  }

  @Override
  public List<Answer> answerAll(List<Question> questions, IntConsumer answered) {
    return use(model -> model.answerAll(questions, answered));
  }

  @Override
  public void activate(ServableAdapter wanted) {
    use(
        model -> {
          model.activate(wanted);
          return true;
        });
  }

  @Override
  public void deactivate() {
    use(
        model -> {
          model.deactivate();
          return true;
        });
  }

  @Override
  public Optional<ServableAdapter> active() {
    synchronized (lock) {
      return inner == null ? Optional.ofNullable(adapter) : inner.active();
    }
  }

  @Override
  public double arithmetic() {
    return peek(LanguageModel::arithmetic, 0.0);
  }

  @Override
  public Optional<String> trouble() {
    synchronized (lock) {
      if (inner == null || !paused.isEmpty()) {
        return Optional.of(paused.isEmpty() ? "the model could not be opened: " + trouble : paused);
      }
    }
    return peek(LanguageModel::trouble, Optional.empty());
  }

  @Override
  public Optional<String> computing() {
    return peek(LanguageModel::computing, Optional.empty());
  }

  @Override
  public OptionalInt countTokens(String text) {
    return peek(model -> model.countTokens(text), OptionalInt.empty());
  }

  @Override
  public OptionalInt contextTokens() {
    return peek(LanguageModel::contextTokens, OptionalInt.empty());
  }

  @Override
  public Optional<QueueLoad> queue() {
    return peek(LanguageModel::queue, Optional.empty());
  }

  @Override
  public void close() {
    LanguageModel last;
    synchronized (lock) {
      closed = true;
      last = inner;
      inner = null;
    }
    if (last != null) {
      last.close();
    }
  }
}
