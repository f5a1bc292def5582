package dev.nightshift.governance;

import dev.nightshift.codeloop.Instructions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Adds one sentence for each pattern to the instructions in force. */
public final class RuleBasedPrompts implements PromptProposals {
  private static final int MOST_CHARACTERS = 8_000;

  private final Supplier<Instructions> inForce;

  public RuleBasedPrompts(Supplier<Instructions> inForce) {
    this.inForce = inForce;
  }

  @Override
  public Optional<ImprovedPrompt> improve(FailureAnalysis analysis) {
    Instructions now = inForce.get();
    StringBuilder text = new StringBuilder(now.text().strip());
    List<String> added = new ArrayList<>();
    for (FailurePattern pattern : analysis.patterns()) {
      String sentence = PatternAdvice.sentence(pattern);
      boolean room = text.length() + 1 + sentence.length() <= MOST_CHARACTERS;
      if (room && text.indexOf(sentence) < 0) {
        text.append(text.isEmpty() ? "" : "\n").append(sentence);
        added.add(sentence);
      }
    }
    return added.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ImprovedPrompt(now.version(), "", "proposed", "rules", text.toString(), added));
  }
}
