package dev.nightshift.asking;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.Informed;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a model once more for an answer that was objected to, in what is left of its time. */
final class Repair {
  private final LanguageModel model;

  Repair(LanguageModel model) {
    this.model = model;
  }

  /**
   * The second answer, which took the time and tokens of both; the first where there is no time or
   * room for another.
   *
   * @param asked what it answered
   * @param request what is wrong, in words to the model
   * @param listener can end it; what it hears of it is no part of the first answer
   */
  Answer of(Question asked, Answer first, String request, AnswerListener listener) {
    Duration left = asked.options().timeout().minus(first.latency());
    if (!left.isPositive() || listener.cancelled()) {
      return first;
    }
    try {
      return both(first, model.answer(again(asked, first, request, left), listener));
    } catch (ServingException e) {
      if (e.code() == ServingException.Code.REQUEST || e.code() == ServingException.Code.TIMEOUT) {
        return first;
      }
      throw e;
    }
  }

  private static Question again(Question asked, Answer first, String request, Duration left) {
    Informed informed = first.informed() ? asked.informed() : null;
    return new Question(
        then(asked.turns(), first, request),
        asked.options().within(left),
        asked.adapter(),
        informed == null
            ? null
            : new Informed(then(informed.turns(), first, request), informed.answers()));
  }

  private static List<Turn> then(List<Turn> turns, Answer first, String request) {
    List<Turn> all = new ArrayList<>(turns);
    all.add(Turn.assistant(first.text()));
    all.add(Turn.user(request));
    return all;
  }

  private static Answer both(Answer first, Answer second) {
    return new Answer(
        second.text(),
        second.confidence(),
        second.model(),
        second.adapter(),
        second.routing(),
        first.latency().plus(second.latency()),
        first.promptTokens() + second.promptTokens(),
        first.answerTokens() + second.answerTokens(),
        second.logProbabilities(),
        first.informed() || second.informed(),
        second.finish(),
        second.tokens());
  }
}
