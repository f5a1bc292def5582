package dev.nightshift.governance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether a model's words may stand for facts: no number of its own, no denial of its own, nothing
 * said twice, and most of its words are the facts'. It does not understand what is said; small
 * models that only seem to answer are what it stops.
 */
final class PhrasingCheck {
  private static final int LONGEST = 2_000;

  /** Shorter words say little. */
  private static final Pattern WORD = Pattern.compile("[a-z_]{4,}");

  private static final Pattern DENIAL =
      Pattern.compile("\\b(?:no|not|never|none|nothing|cannot|without)\\b|n't\\b");
  private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?])\\s+|\\R+");

  /** Of the words of a phrasing so many must be in the facts. */
  private static final double SHARE = 2.0 / 3;

  private static final int IN_A_ROW = 6;

  private PhrasingCheck() {}

  /** Why words may not stand for facts; empty when they may. */
  static Optional<String> objection(String words, String facts) {
    if (words.isBlank() || words.length() > LONGEST) {
      return Optional.of(words.isBlank() ? "it says nothing" : "it is too long");
    }
    if (!NumberCheck.holds(words, facts)) {
      return Optional.of("it has a number that is not among the facts");
    }
    String said = words.toLowerCase(Locale.ROOT);
    String known = facts.toLowerCase(Locale.ROOT);
    if (!found(DENIAL, known).containsAll(found(DENIAL, said))) {
      return Optional.of("it denies what the facts do not deny");
    }
    if (repeats(said) || runsInCircles(said, known)) {
      return Optional.of("it says the same thing twice");
    }
    return share(said, known) < SHARE
        ? Optional.of("most of it is not about the facts")
        : Optional.empty();
  }

  private static boolean repeats(String said) {
    Set<String> seen = new HashSet<>();
    return SENTENCES.splitAsStream(said.strip()).map(String::strip).anyMatch(one -> !seen.add(one));
  }

  /** Whether some words in a row come again that do not come again in the facts. */
  private static boolean runsInCircles(String said, String known) {
    Map<String, Integer> facts = rows(known);
    return rows(said).entrySet().stream()
        .anyMatch(row -> row.getValue() > Math.max(1, facts.getOrDefault(row.getKey(), 0)));
  }

  private static Map<String, Integer> rows(String text) {
    String[] tokens = text.strip().split("[^a-z0-9_']+");
    Map<String, Integer> rows = new HashMap<>();
    for (int i = 0; i + IN_A_ROW <= tokens.length; i++) {
      rows.merge(String.join(" ", List.of(tokens).subList(i, i + IN_A_ROW)), 1, Integer::sum);
    }
    return rows;
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static double share(String said, String known) {
    Set<String> facts = new HashSet<>(words(known));
    List<String> all = words(said);
    return all.isEmpty() ? 0 : (double) all.stream().filter(facts::contains).count() / all.size();
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }
}
