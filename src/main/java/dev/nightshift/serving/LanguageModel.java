package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

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
   * @throws ServingException BUSY when the queue is full, TIMEOUT past the deadline, UNAVAILABLE
   *     when the backend cannot be reached, ADAPTER when the adapter cannot be loaded or used,
   *     REQUEST when the prompt cannot be served (too long)
   */
  Answer answer(Question question);

  /**
   * Answers a question to someone who listens; a backend that cannot tell pieces tells the whole.
   *
   * @throws ServingException as {@link #answer(Question)}, and CANCELLED when the listener said so
   */
  default Answer answer(Question question, AnswerListener listener) {
    Answer answer = answer(question);
    listener.piece(answer.text(), answer.tokens());
    return answer;
  }

  /**
   * Answers several questions, in their order; a backend may compute them together.
   *
   * @param answered told after each finished part how many questions have been answered so far
   * @throws ServingException as {@link #answer(Question)}, at the first question that cannot be
   *     answered
   */
  default List<Answer> answerAll(List<Question> questions, IntConsumer answered) {
    List<Answer> answers = new ArrayList<>(questions.size());
    for (Question question : questions) {
      answers.add(answer(question));
      answered.accept(answers.size());
    }
    return List.copyOf(answers);
  }

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

  /**
   * Has the backend free the memory that the model takes, as far as it can be told to; the next
   * question loads it again. For a time when nothing is answered.
   */
  default void unload() {}

  /**
   * Whether no answer ever breaks the constraint of its question, so that its pieces may be shown
   * before the whole is known. A server is asked to keep it, which nobody here can see to.
   */
  default boolean keepsConstraints() {
    return false;
  }

  /**
   * How far a log-probability may move between two runs of one question because of what else the
   * backend computed; 0 when it does not.
   */
  default double arithmetic() {
    return 0;
  }

  /** What is wrong with the backend right now, in words; empty when it can answer. */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** What computes the answers, in a few words for people; empty when the backend does not say. */
  default Optional<String> computing() {
    return Optional.empty();
  }

  /**
   * Where this process computes the answers: {@code cpu} or {@code cuda}; empty when a server does.
   */
  default Optional<String> device() {
    return Optional.empty();
  }

  /** How many tokens a text is to this model; empty when the backend cannot say at once. */
  default OptionalInt countTokens(String text) {
    return OptionalInt.empty();
  }

  /** Most tokens of prompt and answer together; empty when the backend cannot say at once. */
  default OptionalInt contextTokens() {
    return OptionalInt.empty();
  }

  /** How many requests wait; empty when the backend does not know. */
  default Optional<QueueLoad> queue() {
    return Optional.empty();
  }

  @Override
  void close();
}
