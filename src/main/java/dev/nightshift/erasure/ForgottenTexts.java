package dev.nightshift.erasure;

import dev.nightshift.evaluation.AnswerMatch;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Texts that must not be found any more, known again whatever the case, punctuation and spacing
 * around them, also from their first {@value #QUOTED} letters, because reasons quote no more than
 * the beginning of an answer. What is shorter than {@value #SHORTEST} letters is not looked for:
 * "yes" stands everywhere and says nothing of anybody.
 */
final class ForgottenTexts {
  static final int SHORTEST = 12;

  /** Shorter beginnings stand in front of much else: "the capital of france is". */
  static final int QUOTED = 32;

  /** What stands in a text's place where the rest has to stay. */
  static final String MARK = "[forgotten]";

  private final Set<String> wanted = new LinkedHashSet<>();

  ForgottenTexts(Stream<String> texts) {
    texts
        .flatMap(text -> Stream.concat(Stream.of(text), text.lines()))
        .map(AnswerMatch::normalized)
        .filter(text -> text.length() >= SHORTEST)
        .map(
            text ->
                text.length() > QUOTED ? " " + text.substring(0, QUOTED).strip() : " " + text + " ")
        .forEach(wanted::add);
  }

  /** Whether any of them, or the beginning of one, is in a text. */
  boolean in(String text) {
    if (wanted.isEmpty() || text.length() < SHORTEST) {
      return false;
    }
    String normalized = " " + AnswerMatch.normalized(text) + " ";
    return wanted.stream().anyMatch(normalized::contains);
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }
}
