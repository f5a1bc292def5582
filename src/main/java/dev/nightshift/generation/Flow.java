package dev.nightshift.generation;

/**
 * A configured flow.
 *
 * @param name as it is called in addresses
 * @param settings how it is set up
 * @param proposer the model that proposes
 * @param assessor the text model that assesses
 * @param schema of the proposal
 * @param profile under which corrections of the proposal are kept: the proposer's id, and the
 *     flow's name behind it where it has a schema of its own
 */
public record Flow(
    String name,
    FlowSettings settings,
    ServedModel proposer,
    ServedModel assessor,
    AnswerSchema schema,
    String profile) {
  public Flow {
    if (assessor.schema().isPresent()) {
      throw new IllegalArgumentException(
          "assessor must be a text model, but " + assessor.id() + " is structured");
    }
  }

  /** What the assessor is asked. */
  String assessmentOf(String prompt, String proposal) {
    return settings
        .assessment()
        .strip()
        .replace(FlowSettings.PROPOSAL, proposal)
        .replace(FlowSettings.PROMPT, prompt);
  }
}
