package dev.nightshift.governance;

import java.util.Optional;

/** Makes better instructions of what failed. */
@FunctionalInterface
public interface PromptProposals {
  /** A proposal; empty when there is nothing to be said better. */
  Optional<ImprovedPrompt> improve(FailureAnalysis analysis);

  /** What will be done to find better ones, of a report that is being written. */
  default InstructionSearch search() {
    return InstructionSearch.off("better instructions are searched for by hand");
  }
}
