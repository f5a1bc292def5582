package dev.nightshift.harvest;

import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.council.ContentWords;
import dev.nightshift.memory.Remembered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Puts failures of the same question together. Not thread-safe. */
final class QuestionGroups {
  private final TwinQuestions twins;
  private final List<QuestionGroup> groups = new ArrayList<>();
  private final Map<List<String>, TreeSet<Integer>> bySignature = new HashMap<>();
  private final Map<String, TreeSet<Integer>> byCorrection = new HashMap<>();

  private QuestionGroups(TwinQuestions twins) {
    this.twins = twins;
  }

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
    QuestionGroups groups = new QuestionGroups(twins);
    byKey.values().forEach(groups::add);
    return groups.groups;
  }

  private void add(QuestionGroup group) {
    int place = placeOfSame(group);
    if (place < 0) {
      groups.add(group);
      place = groups.size() - 1;
    } else {
      groups.set(place, groups.get(place).with(group));
    }
    // A group that took another one in may have become one of another question: it keeps its old
    // places too, as those are only where to look.
    QuestionGroup now = groups.get(place);
    bySignature
        .computeIfAbsent(ContentWords.signature(now.question()), k -> new TreeSet<>())
        .add(place);
    Optional<String> correction = now.correctedWords();
    if (correction.isPresent()) {
      byCorrection.computeIfAbsent(correction.get(), k -> new TreeSet<>()).add(place);
    }
  }

  /** Looks only where one can be: comparing each group with each takes hours for 10,000. */
  private int placeOfSame(QuestionGroup group) {
    TreeSet<Integer> places =
        new TreeSet<>(
            bySignature.getOrDefault(ContentWords.signature(group.question()), new TreeSet<>()));
    group
        .correctedWords()
        .ifPresent(words -> places.addAll(byCorrection.getOrDefault(words, new TreeSet<>())));
    return places.stream().filter(place -> isSame(groups.get(place), group)).findFirst().orElse(-1);
  }

  private boolean isSame(QuestionGroup other, QuestionGroup group) {
    return other.profile().equals(group.profile())
        && (twins.areTwins(other.question(), group.question())
            || (group.hasSameCorrectionAs(other)
                && twins.areAlike(other.question(), group.question())));
  }
}
