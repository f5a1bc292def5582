package dev.nightshift.generation;

/** How a flow came out. */
public sealed interface FlowResult {
  /**
   * Both halves are there and written down.
   *
   * @param proposal whose transaction the pair goes by
   * @param assessment of it
   */
  record Assessed(GeneratedAnswer proposal, GeneratedAnswer assessment) implements FlowResult {}

  /**
   * There is no proposal.
   *
   * @param cause as {@link Generator#generate} throws it
   */
  record NotProposed(RuntimeException cause) implements FlowResult {}

  /**
   * There is a proposal and no assessment of it.
   *
   * @param proposal what was proposed
   * @param cause as {@link Generator#generate} throws it
   */
  record NotAssessed(GeneratedAnswer proposal, RuntimeException cause) implements FlowResult {}
}
