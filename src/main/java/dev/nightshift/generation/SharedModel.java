package dev.nightshift.generation;

import dev.nightshift.generation.GenerationException.Code;
import dev.nightshift.serving.LanguageModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that is opened when it is first asked for, however many ask, and shared by all ids that
 * name it. One that could not be opened is tried again later, not at every request. Thread-safe.
 */
public final class SharedModel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SharedModel.class);

  /** How long a model that could not be opened is left alone. */
  static final Duration RETRY = Duration.ofSeconds(30);

  private final String name;
  private final Supplier<LanguageModel> opener;
  private final boolean owned;
  private final Duration patience;
  private final InstantSource clock;
  private final ReentrantLock opening = new ReentrantLock(true);
  private volatile @Nullable LanguageModel opened;
  private volatile @Nullable Failure failure;
  private boolean closed;

  private record Failure(String reason, Instant until) {}

  private SharedModel(
      String name,
      Supplier<LanguageModel> opener,
      boolean owned,
      Duration patience,
      InstantSource clock) {
    this.name = name;
    this.opener = opener;
    this.owned = owned;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * A model that is closed with this.
   *
   * @param name for people
   * @param patience how long a request waits while another one opens it
   */
  public static SharedModel of(
      String name, Supplier<LanguageModel> opener, Duration patience, InstantSource clock) {
    return new SharedModel(name, opener, true, patience, clock);
  }

  /** A model that somebody else closes. */
  public static SharedModel borrowed(
      String name, Supplier<LanguageModel> model, Duration patience, InstantSource clock) {
    return new SharedModel(name, model, false, patience, clock);
  }

  /**
   * The model.
   *
   * @throws GenerationException NOT_LOADED when it cannot be opened, or could not be lately
   */
  LanguageModel get() {
    LanguageModel ready = opened;
    return ready != null ? ready : open();
  }

  private LanguageModel open() {
    try {
      if (!opening.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new GenerationException(Code.NOT_LOADED, name + " is still being opened");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GenerationException(Code.NOT_LOADED, "interrupted while opening " + name, e);
    }
    try {
      LanguageModel ready = opened;
      return ready != null ? ready : attempt();
    } finally {
      opening.unlock();
    }
  }

  private LanguageModel attempt() {
    Failure last = failure;
    if (closed || (last != null && clock.instant().isBefore(last.until()))) {
      throw new GenerationException(
          Code.NOT_LOADED, last == null ? name + " is closed" : last.reason());
    }
    try {
      LanguageModel model = opener.get();
      opened = model;
      failure = null;
      return model;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      String reason = name + " cannot be opened: " + e.getMessage();
      failure = new Failure(reason, clock.instant().plus(RETRY));
      log.error("{}; it is tried again in {} s", reason, RETRY.toSeconds(), e);
      throw new GenerationException(Code.NOT_LOADED, reason, e);
    }
  }

  /** The model if it is open. */
  Optional<LanguageModel> now() {
    return Optional.ofNullable(opened);
  }

  /** How it is now. */
  Standing standing() {
    LanguageModel ready = opened;
    Failure last = failure;
    if (ready != null) {
      return ready
          .trouble()
          .map(trouble -> new Standing(Standing.State.FAILED, trouble))
          .orElseGet(() -> new Standing(Standing.State.LOADED, ready.name()));
    }
    return last == null
        ? new Standing(Standing.State.WAITING, "not opened yet")
        : new Standing(Standing.State.FAILED, last.reason());
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      LanguageModel ready = opened;
      opened = null;
      if (ready != null && owned) {
        ready.close();
      }
    } finally {
      opening.unlock();
    }
  }
}
