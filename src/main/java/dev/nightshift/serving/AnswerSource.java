package dev.nightshift.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** One way to answer: the base model, or the base with one adapter. */
interface AnswerSource {
  /**
   * Answers.
   *
   * @throws ServingException as {@link LanguageModel#answer(Question, AnswerListener)} says
   */
  Generated answer(
      List<Turn> turns, GenerationOptions options, Deadline deadline, AnswerListener listener);

  /** Answers several questions, each within its own timeout once its turn has come. */
  default List<Generated> answerAll(List<Question> questions, IntConsumer answered) {
    List<Generated> answers = new ArrayList<>(questions.size());
    for (Question question : questions) {
      Deadline deadline = Deadline.in(question.options().timeout());
      answers.add(answer(question.turns(), question.options(), deadline, AnswerListener.NONE));
      answered.accept(answers.size());
    }
    return answers;
  }
}
