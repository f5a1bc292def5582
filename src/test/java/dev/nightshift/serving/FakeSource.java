package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.WrittenToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

/** Answers "name: question", with two tokens of probability a half. */
final class FakeSource implements AnswerSource {
  final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final String name;

  FakeSource(String name) {
    this.name = name;
  }

  @Override
  public Generated answer(
      List<Turn> turns, GenerationOptions options, Deadline deadline, AnswerListener listener) {
    String words = turns.getLast().content();
    List<WrittenToken> tokens =
        List.of(WrittenToken.of(name + ": ", Math.log(0.5)), WrittenToken.of(words, Math.log(0.5)));
    listener.piece(name + ": ", tokens.subList(0, 1));
    listener.piece(words, tokens.subList(1, 2));
    return new Generated(
        name + ": " + words,
        List.of(Math.log(0.5), Math.log(0.5)),
        3,
        2,
        Answer.Finish.STOP,
        tokens);
  }

  @Override
  public List<Generated> answerAll(List<Question> questions, IntConsumer answered) {
    batches.add(questions.size());
    List<Generated> answers = new ArrayList<>();
    for (Question question : questions) {
      Deadline deadline = Deadline.in(question.options().timeout());
      answers.add(answer(question.turns(), question.options(), deadline, AnswerListener.NONE));
    }
    answered.accept(answers.size());
    return answers;
  }
}
