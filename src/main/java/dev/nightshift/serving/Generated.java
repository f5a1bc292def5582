package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.TokenText;
import java.util.List;

/**
 * What a backend wrote.
 *
 * @param logProbabilities natural logarithms, one a token
 * @param finish why it ended
 * @param tokens what the tokens stand for, one for each log-probability; empty when not known
 */
record Generated(
    String text,
    List<Double> logProbabilities,
    int promptTokens,
    int answerTokens,
    Answer.Finish finish,
    List<TokenText> tokens) {
  Generated {
    logProbabilities = List.copyOf(logProbabilities);
    tokens = List.copyOf(tokens);
  }
}
