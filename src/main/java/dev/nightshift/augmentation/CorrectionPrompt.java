package dev.nightshift.augmentation;

import dev.nightshift.serving.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A conversation with corrections in it. The words are measured (docs/log.md): the same correction
 * helps a small model twice as often in one wording as in another.
 */
final class CorrectionPrompt {
  /** Fewer words are not taken for a sentence. */
  private static final int SENTENCE = 4;

  private CorrectionPrompt() {}

  /**
   * The conversation with corrections.
   *
   * @param turns ends with a user's turn
   * @param corrections the best first, at least one; the best is put next to the question
   */
  static List<Turn> of(PromptForm form, List<Turn> turns, List<UsedCorrection> corrections) {
    List<UsedCorrection> bestLast = corrections.reversed();
    return switch (form) {
      case OFF -> List.copyOf(turns);
      case TURN -> withTurns(turns, bestLast);
      case SYSTEM -> withSystem(turns, "Facts:\n" + statements(bestLast));
      case INFORMATION -> withInformation(turns, bestLast);
      case TURN_AND_INFORMATION -> withTurns(withInformation(turns, bestLast), bestLast);
    };
  }

  /** All that a model is told with the corrections, in one text to be measured. */
  static String told(PromptForm form, List<UsedCorrection> corrections) {
    return of(form, List.of(Turn.user("")), corrections).stream()
        .map(Turn::content)
        .collect(Collectors.joining("\n"));
  }

  private static List<Turn> withTurns(List<Turn> turns, List<UsedCorrection> corrections) {
    List<Turn> all = new ArrayList<>(turns);
    int at = startsWithSystem(turns) ? 1 : 0;
    for (UsedCorrection correction : corrections) {
      all.add(at++, Turn.user(correction.question()));
      all.add(at++, Turn.assistant(correction.answer()));
    }
    return all;
  }

  private static List<Turn> withSystem(List<Turn> turns, String facts) {
    List<Turn> all = new ArrayList<>(turns);
    if (startsWithSystem(turns)) {
      all.set(0, Turn.system(turns.getFirst().content() + "\n\n" + facts));
    } else {
      all.addFirst(Turn.system(facts));
    }
    return all;
  }

  private static List<Turn> withInformation(List<Turn> turns, List<UsedCorrection> corrections) {
    List<Turn> all = new ArrayList<>(turns);
    all.set(
        all.size() - 1,
        Turn.user(
            "Use this information to answer.\n"
                + statements(corrections)
                + "\n\n"
                + turns.getLast().content()));
    return all;
  }

  private static String statements(List<UsedCorrection> corrections) {
    return corrections.stream().map(CorrectionPrompt::statement).collect(Collectors.joining("\n"));
  }

  /** A sentence speaks for itself, a few words need their question. */
  private static String statement(UsedCorrection correction) {
    boolean terse = correction.answer().strip().split("\\s+").length < SENTENCE;
    return terse ? correction.question() + " " + correction.answer() : correction.answer();
  }

  private static boolean startsWithSystem(List<Turn> turns) {
    return turns.getFirst().role() == Turn.Role.SYSTEM;
  }
}
