package dev.nightshift.serving;

import java.util.Optional;
import java.util.OptionalInt;

/** A base model in this process, and adapters on it. */
interface AnswerEngine extends AutoCloseable {
  /** Answers with the base. */
  AnswerSource base();

  /**
   * Reads an adapter and checks that it fits the base.
   *
   * @throws ServingException ADAPTER when it does not
   */
  AnswerSource load(ServableAdapter adapter);

  /** How many requests wait. */
  QueueLoad queue();

  /** What computes, in a few words for people. */
  default Optional<String> computing() {
    return Optional.empty();
  }

  /** Where it computes: {@code cpu} or {@code cuda}; empty when that is not known. */
  default Optional<String> device() {
    return Optional.empty();
  }

  /** How many tokens a text is; empty when that is not known. */
  default OptionalInt countTokens(String text) {
    return OptionalInt.empty();
  }

  /** Most tokens of prompt and answer together; empty when that is not known. */
  default OptionalInt contextTokens() {
    return OptionalInt.empty();
  }

  @Override
  void close();
}
