package dev.nightshift.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What computes a model. All methods may be called by any thread and throw {@link EngineException}.
 */
interface Decoder extends AutoCloseable {
  /** What computes, in a few words for people. */
  String description();

  /** Where it computes: {@code cpu} or {@code cuda}. */
  default String device() {
    return "cpu";
  }

  /** Most tokens of prompt and answer together. */
  int positions();

  /** Requests that wait now. */
  int waiting();

  /** Writes an answer. */
  Completion complete(AnswerRow row);

  /**
   * Writes answers of greedy requests, several together. A request that is cancelled or late fails
   * the call.
   */
  void completeAll(List<AnswerRow> rows);

  /** Natural logarithms of the probabilities of a continuation, one a token. */
  double[] score(int[] prompt, int[] continuation, @Nullable AdapterWeights adapter);

  /** Native arrays held between requests. */
  int nativeArrays();

  /**
   * Finishes what was accepted, refuses what comes later, and frees everything.
   *
   * @return false if it still computes; then nothing that it uses may be freed
   */
  boolean drain();

  @Override
  default void close() {
    drain();
  }
}
