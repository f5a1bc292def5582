package dev.nightshift.prompts;

import java.util.List;
import java.util.Optional;

/** Makes better instructions from failures. */
@FunctionalInterface
public interface Reflection {
  /**
   * New instructions.
   *
   * @param text the present ones
   * @param traces what went wrong under them, one text for each failed attempt, not empty
   * @param seed of the sampler
   * @return nothing when none came of it
   */
  Optional<Thought> on(String text, List<String> traces, long seed);

  /**
   * What came of it.
   *
   * @param text new instructions
   * @param tokens read and written for it
   */
  record Thought(String text, long tokens) {}
}
