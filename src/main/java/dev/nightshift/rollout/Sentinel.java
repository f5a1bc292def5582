package dev.nightshift.rollout;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One question with the reply that a certain adapter must give to it: greedy decoding repeats
 * itself, so the same words with the same log-probabilities prove who is answering.
 *
 * @param question what is asked
 * @param text the reply
 * @param logProbabilities natural log-probability of each of its tokens; empty if the backend has
 *     none
 * @param otherwise what other versions reply in other words, and so what this one must not
 */
record Sentinel(
    String question, String text, List<Double> logProbabilities, Set<String> otherwise) {
  Sentinel {
    otherwise = Set.copyOf(otherwise);
  }

  /** Above this tolerance arithmetic may also turn a close decision, and so the words. */
  private static final double EXACT = 0.1;

  /** What the order of sums moves a log-probability by, and more than ten times that. */
  private static final double ROUNDING = 1e-4;

  static Sentinel rehearse(Prober prober, String question, AdapterChoice choice) {
    Answer answer = prober.answer(question, choice);
    return new Sentinel(question, answer.text(), answer.logProbabilities(), Set.of());
  }

  /** The same, told apart from what other versions reply. */
  Sentinel unlike(Sentinel... others) {
    Set<String> words = new HashSet<>();
    for (Sentinel other : others) {
      words.add(other.text);
    }
    words.remove(text);
    return new Sentinel(question, text, logProbabilities, words);
  }

  /**
   * How a reply differs from this one; empty when it is the same.
   *
   * <p>With a tolerance for quantised arithmetic (above {@value #EXACT}) the words may part where
   * two tokens are nearly equally likely; then the first token's probability must still agree, and
   * they may not be the words of another version.
   */
  Optional<String> differs(Answer reply, double tolerance) {
    List<Double> others = reply.logProbabilities();
    boolean sameText = reply.text().equals(text);
    if (!sameText && (tolerance <= EXACT || logProbabilities.isEmpty() || others.isEmpty())) {
      return Optional.of("it answered \"%s\" instead of \"%s\"".formatted(reply.text(), text));
    }
    if (otherwise.contains(reply.text())) {
      return Optional.of("it answers \"%s\", as another version does".formatted(reply.text()));
    }
    if (sameText && others.size() != logProbabilities.size()) {
      return Optional.of(
          "it reports %d token probabilities instead of %d"
              .formatted(others.size(), logProbabilities.size()));
    }
    int compared = sameText ? others.size() : 1;
    for (int i = 0; i < compared; i++) {
      double difference = Math.abs(others.get(i) - logProbabilities.get(i));
      if (!(difference <= tolerance)) {
        return Optional.of(
            "token %d has log-probability %.4f instead of %.4f"
                .formatted(i + 1, others.get(i), logProbabilities.get(i)));
      }
    }
    return Optional.empty();
  }

  /** Whether another adapter gives this very reply, so that the two cannot be told apart by it. */
  boolean sameAs(Sentinel other) {
    if (!text.equals(other.text)
        || logProbabilities.isEmpty()
        || logProbabilities.size() != other.logProbabilities.size()) {
      return false;
    }
    for (int i = 0; i < logProbabilities.size(); i++) {
      double moved = Math.abs(logProbabilities.get(i) - other.logProbabilities.get(i));
      if (moved > ROUNDING) {
        return false;
      }
    }
    return true;
  }
}
