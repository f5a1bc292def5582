package dev.nightshift.tuning;

import dev.nightshift.evaluation.AnswerMatch;
import dev.nightshift.evaluation.EvaluationItem;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Which sealed questions were made of rows: the wordings that adapters are judged by. */
public final class SealedWordings {
  private SealedWordings() {}

  /** Whether an item asks one of these questions, in a wording that this program made of it. */
  public static Predicate<EvaluationItem> of(Collection<String> instructions) {
    Set<String> made = new HashSet<>();
    for (String instruction : instructions) {
      made.add(AnswerMatch.normalized(instruction));
      Rewordings.allSealed(instruction).forEach(text -> made.add(AnswerMatch.normalized(text)));
    }
    return item -> made.contains(AnswerMatch.normalized(item.question()));
  }
}
