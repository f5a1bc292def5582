package dev.nightshift.serving;

import java.util.List;

/**
 * What a backend wrote.
 *
 * @param logProbabilities natural logarithms, one a token
 */
record Generated(String text, List<Double> logProbabilities, int promptTokens, int answerTokens) {
  Generated {
    logProbabilities = List.copyOf(logProbabilities);
  }
}
