package dev.nightshift.rollout;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import java.util.List;
import java.util.Optional;

/**
 * One question with the reply that a certain adapter must give to it: greedy decoding repeats
 * itself, so the same words with the same log-probabilities prove who is answering.
 *
 * @param question what is asked
 * @param text the reply
 * @param logProbabilities natural log-probability of each of its tokens; empty if the backend has
 *     none
 */
record Sentinel(String question, String text, List<Double> logProbabilities) {
  /** Above this tolerance arithmetic may also turn a close decision, and so the words. */
  private static final double EXACT = 0.1;

  /** What the order of sums moves a log-probability by, and more than ten times that. */
  private static final double ROUNDING = 1e-4;

  static Sentinel rehearse(Prober prober, String question, AdapterChoice choice) {
    Answer answer = prober.answer(question, choice);
    return new Sentinel(question, answer.text(), answer.logProbabilities());
  }

  /**
   * How a reply differs from this one; empty when it is the same.
   *
   * <p>With a tolerance for quantised arithmetic (above {@value #EXACT}) the words may part where
   * two tokens are nearly equally likely; then the first token's probability must still agree.
   */
  Optional<String> differs(Answer reply, double tolerance) {
    List<Double> others = reply.logProbabilities();
    boolean sameText = reply.text().equals(text);
    if (!sameText && (tolerance <= EXACT || logProbabilities.isEmpty() || others.isEmpty())) {
      return Optional.of("it answered \"%s\" instead of \"%s\"".formatted(reply.text(), text));
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
