package dev.nightshift.harvest;

import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.memory.Remembered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts failures of the same question together. */
final class QuestionGroups {
  private QuestionGroups() {}

  /**
   * The groups, in the order of their first members: equal questions, near-duplicates, and alike
   * questions with the same correction; of one profile each, as an object is no other words for a
   * sentence.
   */
  static List<QuestionGroup> of(List<Remembered> failures, TwinQuestions twins) {
    Map<String, QuestionGroup> byKey = new LinkedHashMap<>();
    for (Remembered failure : failures) {
      byKey.merge(
          QuestionKey.of(failure.exchange().question(), failure.exchange().context().profile()),
          new QuestionGroup(List.of(failure)),
          QuestionGroup::with);
    }
    List<QuestionGroup> groups = new ArrayList<>();
    for (QuestionGroup group : byKey.values()) {
      int place = indexOfSame(groups, group, twins);
      if (place < 0) {
        groups.add(group);
      } else {
        groups.set(place, groups.get(place).with(group));
      }
    }
    return groups;
  }

  private static int indexOfSame(
      List<QuestionGroup> groups, QuestionGroup group, TwinQuestions twins) {
    for (int i = 0; i < groups.size(); i++) {
      QuestionGroup other = groups.get(i);
      if (other.profile().equals(group.profile())
          && (twins.areTwins(other.question(), group.question())
              || (group.hasSameCorrectionAs(other)
                  && twins.areAlike(other.question(), group.question())))) {
        return i;
      }
    }
    return -1;
  }
}
