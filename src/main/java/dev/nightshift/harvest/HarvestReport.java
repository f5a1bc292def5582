package dev.nightshift.harvest;

import dev.nightshift.corpus.SideEntry;
import dev.nightshift.memory.Window;
import java.nio.file.Path;
import java.util.List;

/**
 * What a harvest did.
 *
 * @param window what was harvested
 * @param file the day's rows file; does not exist when no row was ever kept on that day
 * @param failures failed exchanges looked at, not harvested before
 * @param kept rows written, corrections and verified ones included
 * @param corrections rows written that are a person's corrections
 * @param dropped questions whose rewrite was under the quality threshold
 * @param abstained questions the council did not agree on
 * @param quarantined questions set aside as dangerous
 * @param duplicates exchanges whose question had a row already, or got one by another exchange
 * @param deferred questions left for a later harvest: over an author's share, or over the limit of
 *     deliberations
 * @param redactions secrets and personal data replaced
 * @param rows ids of the rows written
 * @param conflicts questions on which persons contradicted each other; the newest correction won
 * @param leftToPerson the questions that the council did not agree on
 * @param seats how each seat of the council did; empty when it was not asked
 * @param withdrawn rows of earlier harvests that went, because a person took the failure back
 * @param verified rows written that a verifier stands for, such as a task's rows and tests
 * @param councilAgreement mean weight share of the seats behind the rows written that the council
 *     agreed on, 0 to 1; NaN without such a row
 */
public record HarvestReport(
    Window window,
    Path file,
    int failures,
    int kept,
    int corrections,
    int dropped,
    int abstained,
    int quarantined,
    int duplicates,
    int deferred,
    int redactions,
    List<String> rows,
    List<String> conflicts,
    List<SideEntry> leftToPerson,
    List<SeatCounts> seats,
    int withdrawn,
    int verified,
    double councilAgreement) {
  public HarvestReport {
    rows = List.copyOf(rows);
    conflicts = List.copyOf(conflicts);
    leftToPerson = List.copyOf(leftToPerson);
    seats = List.copyOf(seats);
  }
}
