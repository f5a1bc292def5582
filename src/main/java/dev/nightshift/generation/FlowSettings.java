package dev.nightshift.generation;

import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A proposal by one model that another assesses ({@code nightshift.flows.<name>.*}).
 *
 * @param enabled whether there is such a flow; false takes one away that ships
 * @param proposer id of the model that proposes
 * @param assessor id of the text model that assesses
 * @param schema of the proposal, as a model's is written; blank: the proposer's own
 * @param assessment what the assessor is asked, with {@code {prompt}} and {@code {proposal}} where
 *     those go
 * @param proposalField what the reply calls the proposal
 * @param assessmentField what the reply calls the assessment
 * @param detailsField what the reply to a failure calls what is known of it
 */
public record FlowSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("") String proposer,
    @DefaultValue("") String assessor,
    @DefaultValue("") String schema,
    @DefaultValue(FlowSettings.ASSESSMENT) String assessment,
    @DefaultValue("proposal") String proposalField,
    @DefaultValue("assessment") String assessmentField,
    @DefaultValue("details") String detailsField) {
  static final String PROMPT = "{prompt}";
  static final String PROPOSAL = "{proposal}";
  private static final String ASSESSMENT =
      "Assess this proposal in a few sentences: is it sound, and what are its risks?\n\n"
          + "The request was: {prompt}\n\nThe proposal: {proposal}";
  private static final Set<String> RESERVED = Set.of("transaction_id", "timestamp", "error");

  public FlowSettings {
    if (proposer.isBlank() || assessor.isBlank()) {
      throw new IllegalArgumentException(
          (proposer.isBlank() ? "proposer" : "assessor") + " must be the id of a model");
    }
    if (!assessment.contains(PROPOSAL)) {
      throw new IllegalArgumentException(
          "assessment must hold " + PROPOSAL + " where the proposal goes: " + assessment);
    }
    List<String> fields = List.of(proposalField, assessmentField, detailsField);
    if (Set.copyOf(fields).size() < fields.size()
        || fields.stream().anyMatch(field -> field.isBlank() || RESERVED.contains(field))) {
      throw new IllegalArgumentException(
          "proposalField, assessmentField and detailsField must be three names, and none of "
              + RESERVED
              + ": "
              + fields);
    }
  }

  /** With the usual words and names. */
  public static FlowSettings of(String proposer, String assessor) {
    return new FlowSettings(
        true, proposer, assessor, "", ASSESSMENT, "proposal", "assessment", "details");
  }
}
