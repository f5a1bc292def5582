package dev.nightshift.governance;

import java.util.List;

/**
 * Instructions that may do better. A proposal: it is adopted only by winning a test.
 *
 * @param basedOn version that it was made from
 * @param candidate its id, where it is kept as a candidate; empty where it is not
 * @param state what became of it, such as proposed, adopted or rejected
 * @param origin how it was made, such as rules
 * @param text all of it
 * @param added what is new in it
 */
public record ImprovedPrompt(
    int basedOn, String candidate, String state, String origin, String text, List<String> added) {
  public ImprovedPrompt {
    added = List.copyOf(added);
  }

  ImprovedPrompt as(String other) {
    return new ImprovedPrompt(basedOn, candidate, other, origin, text, added);
  }
}
