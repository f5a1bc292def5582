package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.TokenText;
import dev.nightshift.exchange.WrittenToken;
import dev.nightshift.exchange.WrittenToken.Likely;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An answer while a server sends it, in one piece or in many. For one thread. */
final class WrittenAnswer {
  private final AnswerListener listener;
  private final String model;
  private final int topTokens;
  private final StringBuilder text = new StringBuilder();
  private final List<Double> logProbabilities = new ArrayList<>();
  private final List<WrittenToken> tokens = new ArrayList<>();
  private int told;

  /**
   * An answer without a word.
   *
   * @param listener told the pieces
   * @param model who writes it
   * @param topTokens how many likely tokens it has to tell in each place
   */
  WrittenAnswer(AnswerListener listener, String model, int topTokens) {
    this.listener = listener;
    this.model = model;
    this.topTokens = topTokens;
  }

  /** Goes on with a piece, of which the tokens were added before. */
  void add(String piece) {
    if (!piece.isEmpty()) {
      requireLikely(!logProbabilities.isEmpty());
      text.append(piece);
      tell(piece);
    }
  }

  private void tell(String piece) {
    List<WrittenToken> fresh = known() ? tokens.subList(told, tokens.size()) : List.of();
    listener.piece(piece, List.copyOf(fresh));
    told = tokens.size();
  }

  /** Whether it is known what all tokens stand for. */
  private boolean known() {
    return tokens.size() == logProbabilities.size();
  }

  private void requireLikely(boolean there) {
    if (topTokens > 0 && !there) {
      throw new ServingException(
          ServingException.Code.REQUEST,
          "the server of " + model + " does not tell the likeliest tokens: do without them");
    }
  }

  /**
   * Goes on with tokens as servers describe them: {@code logprob}, and mostly {@code token} and its
   * {@code bytes}, and {@code top_logprobs} of the same form.
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
      List<Likely> likeliest = likeliest(token.path("top_logprobs"));
      requireLikely(!likeliest.isEmpty());
      text(token).ifPresent(said -> tokens.add(new WrittenToken(said, value, likeliest)));
    }
    return true;
  }

  /** No more than were wanted: some servers always tell one. */
  private List<Likely> likeliest(JsonNode list) {
    List<Likely> likeliest = new ArrayList<>();
    for (JsonNode likely : list) {
      double value = likely.path("logprob").asDouble(Double.NaN);
      Optional<TokenText> said = text(likely);
      if (likeliest.size() < topTokens && !Double.isNaN(value) && said.isPresent()) {
        likeliest.add(new Likely(said.get(), value));
      }
    }
    return likeliest;
  }

  private static Optional<TokenText> text(JsonNode token) {
    if (token.path("bytes").isArray()) {
      List<Integer> bytes = new ArrayList<>();
      token.path("bytes").forEach(each -> bytes.add(each.asInt(0) & 0xFF));
      return Optional.of(new TokenText(bytes));
    }
    return token.path("token").isString()
        ? Optional.of(TokenText.of(token.path("token").stringValue()))
        : Optional.empty();
  }

  /** Takes back the last token, which only ended the answer. */
  void dropLastToken() {
    if (known()) {
      tokens.removeLast();
    }
    logProbabilities.removeLast();
  }

  /** Tokens so far. */
  int tokens() {
    return logProbabilities.size();
  }

  Generated complete(int promptTokens, int answerTokens, Answer.Finish finish) {
    if (known() && told < tokens.size()) {
      tell("");
    }
    return new Generated(
        text.toString(),
        logProbabilities,
        promptTokens,
        answerTokens,
        finish,
        known() ? tokens : List.of());
  }
}
