package dev.nightshift.governance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names a group of questions by the words that tell it from the other groups: words that many of
 * its questions have and few others do.
 */
final class ClusterNames {
  private static final int WORDS = 3;
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          ("a about an and are as at be by can could das dem den der des did die do does ein eine"
               + " einen for from give had has have how i in is ist it its many me much my of on or"
               + " please should tell that the their there these they this to und von was were wer"
               + " wie wann wo warum welche welcher what when where which who whose why will with"
               + " would you your")
              .split(" "));

  private ClusterNames() {}

  /** A name for each group; a group without words has none. */
  static List<String> of(List<List<String>> groups) {
    Map<String, Integer> everywhere = new HashMap<>();
    groups.stream()
        .flatMap(List::stream)
        .forEach(text -> words(text).forEach(word -> everywhere.merge(word, 1, Integer::sum)));
    return groups.stream().map(group -> name(group, everywhere)).toList();
  }

  private static String name(List<String> group, Map<String, Integer> everywhere) {
    Map<String, Integer> here = new HashMap<>();
    group.forEach(text -> words(text).forEach(word -> here.merge(word, 1, Integer::sum)));
    Comparator<Map.Entry<String, Integer>> telling =
        Comparator.comparingDouble(
            entry ->
                -(double) entry.getValue()
                    * entry.getValue()
                    / everywhere.getOrDefault(entry.getKey(), 1));
    return here.entrySet().stream()
        .sorted(telling.thenComparing(Map.Entry.comparingByKey()))
        .limit(WORDS)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  private static Set<String> words(String text) {
    return Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> word.length() > 1 && !EMPTY_WORDS.contains(word))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
