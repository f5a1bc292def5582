package dev.nightshift.council;

import java.util.List;

/** What the council came to. */
public sealed interface Deliberation {
  /** Weight share of the largest cluster of answers among all seats, 0 to 1. */
  double agreement();

  /** What each seat said. */
  List<Vote> votes();

  /**
   * A better answer.
   *
   * @param answer the better answer
   * @param reasoning why it is better; may be empty
   * @param agreement weight share behind it; 1 when a person's correction decided
   * @param votes what each seat said
   * @param basis who stands for it
   */
  record Rewritten(String answer, String reasoning, double agreement, List<Vote> votes, Basis basis)
      implements Deliberation {
    public Rewritten {
      votes = List.copyOf(votes);
    }
  }

  /**
   * No answer: a person should look.
   *
   * @param reason why, in words for a person
   * @param agreement weight share of the largest cluster
   * @param votes what each seat said
   */
  record Abstained(String reason, double agreement, List<Vote> votes) implements Deliberation {
    public Abstained {
      votes = List.copyOf(votes);
    }

    /** Whether no seat replied at all: then asking again another time may help. */
    public boolean unheard() {
      return isUnheard(votes);
    }

    static boolean isUnheard(List<Vote> votes) {
      return votes.stream().allMatch(vote -> vote.ballot() instanceof Vote.Silent);
    }
  }

  /** Who stands for an answer. */
  enum Basis {
    /** The person, word for word. */
    CORRECTION_AS_GIVEN,
    /** The person, in a sentence that a seat made of the correction and that passed the check. */
    CORRECTION_AS_SENTENCE,
    /** The seats that agree. */
    SEATS
  }
}
