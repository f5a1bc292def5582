package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.WrittenToken;
import java.util.List;

/**
 * What a backend wrote.
 *
 * @param logProbabilities natural logarithms, one a token
 * @param finish why it ended
 * @param tokens one for each log-probability; empty when it is not known what they stand for
 */
record Generated(
    String text,
    List<Double> logProbabilities,
    int promptTokens,
    int answerTokens,
    Answer.Finish finish,
    List<WrittenToken> tokens) {
  Generated {
    logProbabilities = List.copyOf(logProbabilities);
    tokens = List.copyOf(tokens);
  }
}
