package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.TokenText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An answer while a server sends it, in one piece or in many. For one thread. */
final class WrittenAnswer {
  private final AnswerListener listener;
  private final StringBuilder text = new StringBuilder();
  private final List<Double> logProbabilities = new ArrayList<>();
  private final List<TokenText> tokens = new ArrayList<>();

  /**
   * An answer without a word.
   *
   * @param listener told the pieces
   */
  WrittenAnswer(AnswerListener listener) {
    this.listener = listener;
  }

  /** Goes on with a piece. */
  void add(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.piece(piece);
    }
  }

  /**
   * Goes on with tokens as servers describe them: {@code logprob}, and mostly {@code token} and its
   * {@code bytes}.
   *
   * @return whether their probabilities are numbers
   */
  boolean addTokens(JsonNode list) {
    for (JsonNode token : list) {
      double value = token.path("logprob").asDouble(Double.NaN);
      if (Double.isNaN(value)) {
        return false;
      }
      logProbabilities.add(value);
      if (token.path("bytes").isArray()) {
        List<Integer> bytes = new ArrayList<>();
        token.path("bytes").forEach(each -> bytes.add(each.asInt(0) & 0xFF));
        tokens.add(new TokenText(bytes));
      } else if (token.path("token").isString()) {
        tokens.add(TokenText.of(token.path("token").stringValue()));
      }
    }
    return true;
  }

  /** Takes back the last token, which only ended the answer. */
  void dropLastToken() {
    if (tokens.size() == logProbabilities.size()) {
      tokens.removeLast();
    }
    logProbabilities.removeLast();
  }

  /** Tokens so far. */
  int tokens() {
    return logProbabilities.size();
  }

  Generated complete(int promptTokens, int answerTokens, Answer.Finish finish) {
    boolean known = tokens.size() == logProbabilities.size();
    return new Generated(
        text.toString(),
        logProbabilities,
        promptTokens,
        answerTokens,
        finish,
        known ? tokens : List.of());
  }
}
