package dev.nightshift.council;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a sentence of a person's terse correction, and lets no sentence pass that loses or adds
 * content: it must hold the correction's words one after the other, and otherwise say only what the
 * question said. A small model fails this often; then the correction stands as given.
 */
final class CorrectionSentence {
  /** Corrections with fewer words are terse. */
  private static final int TERSE = 4;

  private static final int MAX_TOKENS = 48;
  private static final int LONGEST_QUESTION = 600;
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|$)");
  private static final Pattern AROUND =
      Pattern.compile(
          "^(?:sentence|answer)\\s*:\\s*|^[\"'*“]+|[\"'*”]+$", Pattern.CASE_INSENSITIVE);

  private CorrectionSentence() {}

  /** Whether it wants a sentence around it; an object or a list is whole as it is. */
  static boolean isTerse(String correction) {
    boolean json = correction.startsWith("{") || correction.startsWith("[");
    return !json && !correction.contains("\n") && ContentWords.all(correction).size() < TERSE;
  }

  static CouncilPrompt prompt(String question, String correction) {
    String user =
        """
        Question: What is the capital of Norway?
        Answer: Oslo
        Sentence: The capital of Norway is Oslo.

        Question: %s
        Answer: %s
        Sentence:\
        """
            .formatted(Excerpt.of(question, LONGEST_QUESTION), correction);
    return new CouncilPrompt(
        "Put the answer into one full sentence. Keep its words. Add nothing.", user, MAX_TOKENS);
  }

  /** The sentence in a seat's reply; empty when it loses or adds anything. */
  static Optional<String> accept(String question, String correction, String reply) {
    String sentence = firstSentence(reply);
    List<String> words = ContentWords.all(sentence);
    List<String> mustHold = ContentWords.all(correction);
    boolean holds =
        !mustHold.isEmpty()
            && words.size() > mustHold.size()
            && Collections.indexOfSubList(words, mustHold) >= 0;
    Set<String> mayHold = new HashSet<>(ContentWords.of(question));
    mayHold.addAll(ContentWords.of(correction));
    boolean addsNothing = mayHold.containsAll(ContentWords.of(sentence));
    boolean states = !sentence.endsWith("?");
    return holds && addsNothing && states ? Optional.of(sentence) : Optional.empty();
  }

  private static String firstSentence(String reply) {
    String line = reply.strip().lines().findFirst().orElse("").strip();
    String bare = AROUND.matcher(AROUND.matcher(line).replaceAll("")).replaceAll("").strip();
    Matcher end = SENTENCE_END.matcher(bare);
    return end.find() ? bare.substring(0, end.end()) : bare;
  }
}
