package dev.nightshift.serving;

import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is while it is served, or is not because it is closed and opened anew. Nothing slow
 * happens under its lock. Thread-safe.
 */
final class ModelPlace {
  private @Nullable LanguageModel model;
  private Optional<ServableAdapter> wanted = Optional.empty();
  private String absent = "";
  private boolean paused;
  private boolean closed;
  private int running;
  private int turn;

  ModelPlace(LanguageModel model) {
    this.model = model;
    this.wanted = model.active();
  }

  /**
   * The model, which stays until {@link #leave}.
   *
   * @throws ServingException UNAVAILABLE when it is not there
   */
  synchronized LanguageModel enter() {
    return enterIfThere()
        .orElseThrow(
            () ->
                new ServingException(
                    Code.UNAVAILABLE,
                    closed ? "the model is closed" : absent,
                    Duration.ofSeconds(10)));
  }

  synchronized Optional<LanguageModel> enterIfThere() {
    if (paused || closed || model == null) {
      return Optional.empty();
    }
    running++;
    return Optional.of(model);
  }

  synchronized void leave() {
    running--;
    notifyAll();
  }

  /**
   * Changes the adapter of the model, or what it will have when it is back.
   *
   * @param change of the model if it is there; when it throws, the old adapter is still wanted
   */
  void want(Optional<ServableAdapter> adapter, Consumer<LanguageModel> change) {
    Optional<LanguageModel> there;
    synchronized (this) {
      there = enterIfThere();
      if (there.isEmpty()) {
        wanted = adapter;
        return;
      }
    }
    try {
      change.accept(there.get());
      synchronized (this) {
        wanted = adapter;
      }
    } finally {
      leave();
    }
  }

  /** The adapter that is active, or will be. */
  synchronized Optional<ServableAdapter> wanted() {
    return wanted;
  }

  /** Why it is not there; empty when it is. */
  synchronized Optional<String> trouble() {
    return model == null || paused || closed
        ? Optional.of(closed ? "the model is closed" : absent)
        : Optional.empty();
  }

  /**
   * Takes the model away when nobody uses it any more.
   *
   * @return the model, for the caller to close; empty when it was not there
   * @throws ServingException TIMEOUT, then all is as before; UNAVAILABLE when it is paused already
   *     or closed
   */
  synchronized Optional<LanguageModel> empty(String reason, Duration patience) {
    if (closed || paused) {
      throw new ServingException(
          Code.UNAVAILABLE, closed ? "the model is closed" : "paused already: " + absent);
    }
    String before = absent;
    paused = true;
    absent = reason;
    if (!drained(patience)) {
      paused = false;
      absent = before;
      throw new ServingException(
          Code.TIMEOUT,
          running + " questions were not finished within " + patience.toSeconds() + " s");
    }
    turn++;
    LanguageModel old = model;
    model = null;
    return Optional.ofNullable(old);
  }

  private boolean drained(Duration patience) {
    Deadline deadline = Deadline.in(patience);
    try {
      while (running > 0) {
        long left = deadline.remaining().toMillis();
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends a pause: a model is being opened for the place. The number tells this attempt's. */
  synchronized int reserve() {
    paused = false;
    absent = "the model is being loaded";
    return ++turn;
  }

  synchronized boolean isReserved(int number) {
    return turn == number && model == null && !closed;
  }

  synchronized void failed(int number, String why) {
    if (isReserved(number)) {
      absent = "the model could not be loaded, which is tried again: " + why;
    }
  }

  /**
   * Puts an opened model into the place, with the adapter that is wanted at that moment.
   *
   * @param activation makes an adapter active; may take long, and is repeated if another one is
   *     wanted afterwards
   * @return false when the place is meant for another one by now
   */
  boolean fill(
      LanguageModel opened, int number, BiConsumer<LanguageModel, ServableAdapter> activation) {
    Optional<ServableAdapter> given = Optional.empty();
    while (true) {
      Optional<ServableAdapter> next;
      synchronized (this) {
        if (!isReserved(number)) {
          return false;
        }
        if (wanted.equals(given)) {
          model = opened;
          absent = "";
          return true;
        }
        next = wanted;
      }
      if (next.isPresent()) {
        activation.accept(opened, next.get());
      } else {
        opened.deactivate();
      }
      given = next;
    }
  }

  /** Takes the model away for good, whoever uses it. */
  synchronized Optional<LanguageModel> close() {
    closed = true;
    LanguageModel last = model;
    model = null;
    return Optional.ofNullable(last);
  }
}
