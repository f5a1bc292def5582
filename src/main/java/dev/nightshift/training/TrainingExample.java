package dev.nightshift.training;

import java.util.List;

/**
 * One thing to learn or to keep: an answer, and the wordings of the question it answers.
 *
 * @param questions wordings of one question, the original first; every epoch trains on one of them,
 *     the original in every second epoch and a drawn one in the others
 * @param answer what the model shall say, without template tokens
 * @param kind why it is here
 */
public record TrainingExample(List<String> questions, String answer, Kind kind) {
  /** Why an example is trained on. */
  public enum Kind {
    /** New knowledge. */
    TARGET,
    /** What is answered well already and shall stay so. */
    REPLAY
  }

  public TrainingExample {
    questions = List.copyOf(questions);
    if (questions.isEmpty() || questions.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("an example needs a question, and none may be blank");
    }
    if (answer.isBlank()) {
      throw new IllegalArgumentException(
          "an example needs an answer; its question is: " + questions.getFirst());
    }
  }
}
