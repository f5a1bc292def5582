package dev.nightshift.harvest;

import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.SideList;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.memory.ExchangeMemory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets the newest verdict win after a harvest: when a person declares an answer right, the row that
 * was made of it goes, and its question waits for nobody any more. The row is kept in {@code
 * withdrawn.jsonl}. Should the answer be declared wrong once more, it is harvested once more.
 *
 * <p>Written in this order, and so safe to cut off: the ledger, the record, the rows. What was cut
 * off is done by the next call.
 */
public final class Withdrawals {
  private static final String REASON = "a person has since declared the answer right";

  private final ExchangeMemory memory;
  private final HarvestLedger ledger;
  private final Path trainingData;

  /** The withdrawals of one home. */
  public Withdrawals(ExchangeMemory memory, HarvestLedger ledger, Path trainingData) {
    this.memory = memory;
    this.ledger = ledger;
    this.trainingData = trainingData;
  }

  /**
   * Withdraws what has been taken back.
   *
   * @return how many rows went
   * @throws HarvestException BUSY when a harvest runs in this home
   */
  public int apply(Instant now) {
    try (ProcessLock _ = HarvestLock.acquire(trainingData)) {
      return applyAlone(now);
    }
  }

  /** The same for who holds the lock already. */
  int applyAlone(Instant now) {
    TrainingRows rows = new TrainingRows(trainingData);
    Set<TrainingRow> gone = new LinkedHashSet<>(rows.everyone());
    gone.removeIf(row -> !takenBack(row.exchangeIds()));
    if (!gone.isEmpty()) {
      record(gone.stream().flatMap(row -> row.exchangeIds().stream()), now);
      SideList.withdrawn(trainingData)
          .update(gone.stream().map(row -> entry(row, now)).toList(), Set.of());
      rows.withdraw(gone, now);
    }
    Stream.of(
            SideList.abstained(trainingData),
            SideList.dropped(trainingData),
            SideList.quarantine(trainingData))
        .forEach(list -> settle(list, now));
    return gone.size();
  }

  private void settle(SideList list, Instant now) {
    List<SideEntry> settled =
        list.entries().stream().filter(entry -> takenBack(entry.exchangeIds())).toList();
    if (!settled.isEmpty()) {
      record(settled.stream().flatMap(entry -> entry.exchangeIds().stream()), now);
      Set<String> keys = new HashSet<>();
      settled.forEach(entry -> keys.add(entry.questionKey()));
      list.update(List.of(), keys);
    }
  }

  /** Whether the exchange that decided has become a success; only a person's word does that. */
  private boolean takenBack(List<String> exchangeIds) {
    return !exchangeIds.isEmpty()
        && memory
            .find(exchangeIds.getFirst())
            .filter(remembered -> remembered.outcome().success())
            .isPresent();
  }

  private void record(Stream<String> exchangeIds, Instant now) {
    ledger.record(
        exchangeIds
            .distinct()
            .map(id -> new LedgerEntry(id, LedgerOutcome.WITHDRAWN, null, null, null, REASON, now))
            .toList());
  }

  private static SideEntry entry(TrainingRow row, Instant now) {
    return new SideEntry(
        row.instruction(),
        row.output(),
        REASON,
        row.exchangeIds(),
        now,
        List.of(),
        row.profile(),
        row.evidence());
  }
}
