package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.util.List;
import java.util.Optional;

/**
 * All exchanges and what was said of them. Thread-safe. Every write is on disk when the call
 * returns, and is visible to every later read, except that {@link #similar} may miss an exchange of
 * the last seconds of which nothing was said.
 */
public interface ExchangeMemory extends AutoCloseable {
  /** Records exchanges; recording an id again replaces nothing and is not an error. */
  void record(List<Exchange> exchanges);

  /** Records one exchange. */
  default void record(Exchange exchange) {
    record(List.of(exchange));
  }

  /**
   * Records feedback on an exchange.
   *
   * @throws MemoryException UNKNOWN_EXCHANGE when there is no such exchange
   */
  void record(Feedback feedback);

  /**
   * Records feedback on many exchanges, in the order of the list; what is known already is left
   * alone. When it fails, the first part may be in.
   *
   * @throws MemoryException UNKNOWN_EXCHANGE when there is no such exchange
   */
  default void recordAll(List<Feedback> feedback) {
    feedback.forEach(this::record);
  }

  /** One exchange by its id. */
  Optional<Remembered> find(String id);

  /** The k exchanges most like a question, by meaning and words, best first; of equals newest. */
  List<Match> similar(String question, int k);

  /**
   * The k exchanges most like a question among those with a correction in force, best first, and of
   * equals the newest. A correction is found from the moment its recording returned.
   */
  List<Match> corrected(String question, int k);

  /** Exchanges of the window whose outcome in force is a failure, oldest first. */
  List<Remembered> failures(Window window);

  /**
   * Exchanges whose outcome in force is a success, newest first, at most {@code limit}; without
   * those in which corrections stood in the prompt or whose {@linkplain
   * dev.nightshift.exchange.Context context} is not plain, because the model alone may not know
   * that.
   */
  List<Remembered> successes(int limit);

  /** How much is remembered. */
  Counts counts();

  @Override
  void close();

  /**
   * How much is remembered.
   *
   * @param exchanges all exchanges
   * @param failures those whose outcome in force is a failure
   * @param corrections exchanges with a correction in force
   */
  record Counts(long exchanges, long failures, long corrections) {}
}
