package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Outcome;
import org.jspecify.annotations.Nullable;

/** Why rows need not be tried any more. */
record Hopeless(String problem, Fault fault) {
  /** Runs that may be too late without any result before those for other rows are spared. */
  static final int MOST_LATE = 3;

  static Hopeless of(Outcome outcome) {
    return new Hopeless(OutcomeWords.problem(outcome), OutcomeWords.fault(outcome));
  }

  /** Sees when rows of a script that follow each other are all too late. */
  static final class Lateness {
    private final boolean[] late;
    private @Nullable Hopeless hopeless;

    Lateness(int rows) {
      late = new boolean[rows];
    }

    synchronized @Nullable Hopeless hopeless() {
      return hopeless;
    }

    synchronized void ended(int place, Outcome outcome) {
      late[place] = OutcomeWords.isLate(outcome);
      int count = 0;
      for (boolean one : late) {
        count = one ? count + 1 : 0;
        if (count == MOST_LATE) {
          break;
        }
      }
      if (count == MOST_LATE) {
        hopeless = Hopeless.of(outcome);
      }
    }
  }
}
