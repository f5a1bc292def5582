package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import java.util.Optional;

/**
 * A model that answers, with adapters that can be switched without restarting it. Thread-safe; one
 * request computes at a time, others wait fairly in a bounded queue.
 */
public interface LanguageModel extends AutoCloseable {
  /** The base model's name, as it is recorded with every exchange. */
  String name();

  /**
   * Answers a question.
   *
   * @throws ServingException BUSY when the queue is full, TIMEOUT past the deadline, UNAVAILABLE when
   *     the backend cannot be reached, ADAPTER when the adapter cannot be loaded or used, REQUEST when
   *     the prompt cannot be served (too long)
   */
  Answer answer(Question question);

  /**
   * Makes an adapter the one that {@link AdapterChoice.Active} means. Running answers finish on the
   * old one. When it throws, the old one is still active.
   *
   * @throws ServingException ADAPTER when the files are not a usable adapter for this base
   */
  void activate(ServableAdapter adapter);

  /** Makes the base the active one. */
  void deactivate();

  /** The active adapter as the backend knows it; empty is the base. */
  Optional<ServableAdapter> active();

  @Override
  void close();
}
