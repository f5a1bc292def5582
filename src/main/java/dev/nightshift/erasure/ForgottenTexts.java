package dev.nightshift.erasure;

import dev.nightshift.evaluation.AnswerMatch;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Texts that must not be found any more, known again whatever the case, punctuation and spacing
 * around them. What is shorter than {@value #SHORTEST} letters is not looked for: "yes" stands
 * everywhere and says nothing of anybody.
 */
final class ForgottenTexts {
  static final int SHORTEST = 12;

  /** What stands in a text's place where the rest has to stay. */
  static final String MARK = "[forgotten]";

  private final Set<String> wanted = new LinkedHashSet<>();

  ForgottenTexts(Stream<String> texts) {
    texts
        .flatMap(text -> Stream.concat(Stream.of(text), text.lines()))
        .map(AnswerMatch::normalized)
        .filter(text -> text.length() >= SHORTEST)
        .forEach(wanted::add);
  }

  /** Whether any of them is in a text. */
  boolean in(String text) {
    if (wanted.isEmpty() || text.length() < SHORTEST) {
      return false;
    }
    String normalized = " " + AnswerMatch.normalized(text) + " ";
    return wanted.stream().anyMatch(one -> normalized.contains(" " + one + " "));
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }
}
