package dev.nightshift.corpus;

import java.time.Instant;
import java.util.List;

/**
 * A question that did not become a training row, for a person to look at.
 *
 * @param question the question, redacted
 * @param answer the answer that was not used, redacted; may be empty
 * @param reason why it was not used
 * @param exchangeIds where it came from
 * @param at when that was decided
 * @param proposals what the council's seats said, redacted; empty when they were not asked
 * @param profile id of the configured model whose schema the answer follows; empty for free text
 * @param evidence what else the council was shown
 */
public record SideEntry(
    String question,
    String answer,
    String reason,
    List<String> exchangeIds,
    Instant at,
    List<String> proposals,
    String profile,
    List<Evidence> evidence) {
  public SideEntry {
    exchangeIds = List.copyOf(exchangeIds);
    proposals = List.copyOf(proposals);
    evidence = List.copyOf(evidence);
  }

  /** The same entry with what the seats said. */
  public SideEntry with(List<String> proposals) {
    return new SideEntry(question, answer, reason, exchangeIds, at, proposals, profile, evidence);
  }

  /** Id of the training row that says the same. */
  public String rowId() {
    return RowIds.of(question, answer);
  }

  /** One entry per question, answered in the same form, stands in a list. */
  public String questionKey() {
    return QuestionKey.of(question, profile);
  }
}
