package dev.nightshift.harvest;

import dev.nightshift.corpus.QualityScore;
import dev.nightshift.corpus.Quarantine;
import dev.nightshift.corpus.Redacted;
import dev.nightshift.corpus.Redactor;
import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.RowVote;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes rows of what a verifier stands for: no council has to be asked. A row is written when it is
 * not in force yet; what its origin taught before in other words goes. What would be taught with a
 * secret in it is not taught: without it, it is no longer what was verified.
 */
final class VerifiedRows {
  private static final String TESTS = "tests";

  /** Of what only rows were passed that the writer had seen. */
  private static final double SEEN_ONLY = 0.8;

  private final Redactor redactor = new Redactor();
  private final Quarantine quarantine = new Quarantine();
  private final Instant now;
  private final List<TrainingRow> toWrite = new ArrayList<>();
  private final Set<TrainingRow> replaced = new LinkedHashSet<>();
  private final List<SideEntry> dropped = new ArrayList<>();
  private int redactions;

  private VerifiedRows(Instant now) {
    this.now = now;
  }

  /** Nothing at all. */
  static VerifiedRows none() {
    return new VerifiedRows(Instant.EPOCH);
  }

  /** What is to be written of these, beside the rows that there are. */
  static VerifiedRows of(
      List<VerifiedAnswer> answers, TrainingRows rows, double minQuality, Instant now) {
    VerifiedRows made = new VerifiedRows(now);
    if (!answers.isEmpty()) {
      List<TrainingRow> everyone = rows.everyone();
      Set<String> inForce = new HashSet<>();
      rows.all().forEach(row -> inForce.add(row.id()));
      answers.forEach(answer -> made.add(answer, everyone, inForce, minQuality));
    }
    return made;
  }

  private void add(
      VerifiedAnswer answer, List<TrainingRow> everyone, Set<String> inForce, double minQuality) {
    Redacted question = redactor.redact(answer.question().strip());
    Redacted output = redactor.redact(answer.answer().strip());
    Redacted bad = redactor.redact(answer.badAnswer());
    double heuristic = QualityScore.score(bad.text(), output.text());
    double quality = answer.unseen() ? 1 : SEEN_ONLY;
    TrainingRow row =
        new TrainingRow(
            question.text(),
            output.text(),
            answer.evidence(),
            quality,
            heuristic,
            RowSource.VERIFIED,
            bad.text(),
            List.of(answer.origin()),
            List.of(),
            "",
            now,
            null,
            1,
            List.of(new RowVote(TESTS, "sandbox", 1, RowVote.Result.AGREED)),
            "",
            List.of());
    Optional<String> objection = objection(row, output, minQuality);
    if (objection.isPresent()) {
      dropped.add(entry(row, objection.get()));
      return;
    }
    everyone.stream()
        .filter(old -> old.source() == RowSource.VERIFIED)
        .filter(old -> old.exchangeIds().contains(answer.origin()))
        .filter(old -> !old.questionKey().equals(row.questionKey()))
        .forEach(replaced::add);
    if (!inForce.contains(row.id())) {
      toWrite.add(row);
      redactions += question.count() + bad.count();
    }
  }

  private Optional<String> objection(TrainingRow row, Redacted output, double minQuality) {
    if (output.count() > 0) {
      return Optional.of("there is a secret in it, and without that it has not been verified");
    }
    if (row.qualityScore() < minQuality) {
      return Optional.of("quality score " + row.qualityScore() + " is under " + minQuality);
    }
    return quarantine.reason(row).map(reason -> "dangerous: " + reason);
  }

  private SideEntry entry(TrainingRow row, String reason) {
    return new SideEntry(
        row.instruction(), row.output(), reason, row.exchangeIds(), now, List.of(), "", List.of());
  }

  /** New rows. */
  List<TrainingRow> toWrite() {
    return toWrite;
  }

  /** Rows of the same origins in other words. */
  Set<TrainingRow> replaced() {
    return replaced;
  }

  /** What is not taught. */
  List<SideEntry> dropped() {
    return dropped;
  }

  /** Secrets that were replaced in what is taught. */
  int redactions() {
    return redactions;
  }
}
