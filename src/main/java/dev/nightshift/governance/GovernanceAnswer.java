package dev.nightshift.governance;

import java.util.List;

/**
 * An answer about what failed.
 *
 * @param question that was asked
 * @param intent what it was taken for; {@code unknown} when it was not understood
 * @param answer in words
 * @param facts what it rests on, every number of it
 * @param citations files it rests on, relative to the home's {@code code}
 * @param phrasedBy {@code program}, or {@code model} when a model put it into words and every
 *     number in them is one of the facts
 */
public record GovernanceAnswer(
    String question,
    String intent,
    String answer,
    List<Fact> facts,
    List<String> citations,
    String phrasedBy) {
  public GovernanceAnswer {
    facts = List.copyOf(facts);
    citations = List.copyOf(citations);
  }
}
