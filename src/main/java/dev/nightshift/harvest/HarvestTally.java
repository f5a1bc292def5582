package dev.nightshift.harvest;

import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.RunRecord;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.TrainingRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts what was examined into files, ledger lines and counts. Not thread-safe. */
final class HarvestTally {
  private final HarvestOrder order;
  private final List<TrainingRow> toWrite = new ArrayList<>();
  private final List<TrainingRow> kept = new ArrayList<>();
  private final List<SideEntry> dropped = new ArrayList<>();
  private final List<SideEntry> abstained = new ArrayList<>();
  private final List<SideEntry> quarantined = new ArrayList<>();
  private final List<LedgerEntry> ledger = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();
  private final List<SeatCounts> seats;
  private final int withdrawn;
  private int failures;
  private int duplicates;
  private int deferred;
  private int redactions;

  HarvestTally(
      HarvestOrder order,
      List<Examined> examined,
      VerifiedRows verified,
      List<SeatCounts> seats,
      int withdrawn) {
    this.order = order;
    this.seats = seats;
    this.withdrawn = withdrawn;
    examined.forEach(this::add);
    toWrite.addAll(verified.toWrite());
    kept.addAll(verified.toWrite());
    dropped.addAll(verified.dropped());
    redactions += verified.redactions();
  }

  private void add(Examined one) {
    QuestionGroup group = one.group();
    failures += group.members().size();
    if (group.hasConflict()) {
      conflicts.add(group.question());
    }
    switch (one.verdict()) {
      case Verdict.Kept(TrainingRow row, int count) -> {
        toWrite.add(row);
        redactions += count;
        keep(group, row);
      }
      case Verdict.Recovered(TrainingRow row) -> keep(group, row);
      case Verdict.Duplicate(TrainingRow row) -> {
        duplicates += group.members().size();
        enter(group, LedgerOutcome.DUPLICATE, row, "the question has a row");
      }
      case Verdict.Dropped(SideEntry entry) -> set(group, LedgerOutcome.DROPPED, entry, dropped);
      case Verdict.Abstained(SideEntry entry, boolean again) ->
          set(group, again ? LedgerOutcome.DEFERRED : LedgerOutcome.ABSTAINED, entry, abstained);
      case Verdict.Quarantined(SideEntry entry) ->
          set(group, LedgerOutcome.QUARANTINED, entry, quarantined);
      case Verdict.Deferred() -> {
        deferred++;
        enter(group, LedgerOutcome.DEFERRED, null, "left for a later harvest");
      }
    }
  }

  /** The first exchange is kept; the others of its question are its duplicates. */
  private void keep(QuestionGroup group, TrainingRow row) {
    kept.add(row);
    duplicates += group.members().size() - 1;
    enter(group, LedgerOutcome.DUPLICATE, row, "the question has a row");
    enter(new QuestionGroup(List.of(group.deciding())), LedgerOutcome.KEPT, row, "");
  }

  private void set(
      QuestionGroup group, LedgerOutcome outcome, SideEntry entry, List<SideEntry> list) {
    list.add(entry);
    enter(group, outcome, null, entry.reason());
  }

  private void enter(
      QuestionGroup group, LedgerOutcome outcome, @Nullable TrainingRow row, String reason) {
    group
        .members()
        .forEach(
            member ->
                ledger.add(
                    new LedgerEntry(
                        member.exchange().id(),
                        outcome,
                        row == null ? null : row.id(),
                        member.correction().map(correction -> correction.id()).orElse(null),
                        member.correction().map(correction -> correction.at()).orElse(null),
                        reason,
                        order.now())));
  }

  List<TrainingRow> rowsToWrite() {
    return toWrite;
  }

  List<SideEntry> dropped() {
    return dropped;
  }

  List<SideEntry> abstained() {
    return abstained;
  }

  List<SideEntry> quarantined() {
    return quarantined;
  }

  List<LedgerEntry> ledgerEntries() {
    return ledger;
  }

  /** Questions that have a row now: no list of what waits for a person needs them. */
  Set<String> settledQuestions() {
    Set<String> settled = new HashSet<>();
    kept.forEach(row -> settled.add(row.questionKey()));
    return settled;
  }

  RunRecord run() {
    Instant from = order.window().from();
    return new RunRecord(
        from,
        order.window().until(),
        order.now(),
        failures,
        kept.size(),
        count(RowSource.CORRECTION),
        dropped.size(),
        abstained.size(),
        quarantined.size(),
        duplicates,
        deferred,
        redactions);
  }

  HarvestReport report(Path file) {
    return new HarvestReport(
        order.window(),
        file,
        failures,
        kept.size(),
        count(RowSource.CORRECTION),
        dropped.size(),
        abstained.size(),
        quarantined.size(),
        duplicates,
        deferred,
        redactions,
        kept.stream().map(TrainingRow::id).toList(),
        conflicts,
        abstained,
        seats,
        withdrawn,
        count(RowSource.VERIFIED),
        kept.stream()
            .filter(row -> row.source() == RowSource.COUNCIL)
            .mapToDouble(TrainingRow::agreement)
            .average()
            .orElse(Double.NaN));
  }

  private int count(RowSource source) {
    return (int) kept.stream().filter(row -> row.source() == source).count();
  }
}
