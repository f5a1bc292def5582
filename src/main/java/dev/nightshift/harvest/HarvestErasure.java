package dev.nightshift.harvest;

import dev.nightshift.corpus.Evidence;
import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.SideList;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.home.ProcessLock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes out of the training data what harvests made of exchanges that must be forgotten. A row that
 * stands for exchanges of others as well goes too, and those are harvested once more.
 */
public final class HarvestErasure {
  private final HarvestLedger ledger;
  private final Path trainingData;
  private final BooleanSupplier givenOut;

  /** Erases in one home whose harvests give nothing out to other processes. */
  public HarvestErasure(HarvestLedger ledger, Path trainingData) {
    this(ledger, trainingData, () -> true);
  }

  /**
   * Erases in one home.
   *
   * @param givenOut takes out what harvests that were cut off have given out to a council; false
   *     when a harvest that goes on waits for it
   */
  public HarvestErasure(HarvestLedger ledger, Path trainingData, BooleanSupplier givenOut) {
    this.ledger = ledger;
    this.trainingData = trainingData;
    this.givenOut = givenOut;
  }

  /**
   * What goes.
   *
   * @param exchanges ids of those that go
   * @param corrected ids of exchanges that stay, and whose correction goes
   * @param said ids of the feedback that goes from them
   * @param author who goes, with all rows that stand for a word of theirs; empty for nobody
   * @param rows ids of rows that go whatever they stand for
   * @param repeats tells a text that repeats a correction that goes: what the council wrote when it
   *     was shown it goes as well, where older versions of this program did not write down what it
   *     was shown
   */
  public record Going(
      Set<String> exchanges,
      Set<String> corrected,
      Set<String> said,
      String author,
      Set<String> rows,
      Predicate<String> repeats) {
    public Going {
      exchanges = Set.copyOf(exchanges);
      corrected = Set.copyOf(corrected);
      said = Set.copyOf(said);
      rows = Set.copyOf(rows);
    }

    private boolean isBehind(List<String> exchangeIds) {
      return exchangeIds.stream().anyMatch(id -> exchanges.contains(id) || corrected.contains(id));
    }

    private boolean wasShown(List<Evidence> evidence) {
      return evidence.stream()
          .anyMatch(
              one -> exchanges.contains(one.exchangeId()) || said.contains(one.correctionId()));
    }

    private boolean takes(TrainingRow row) {
      return (!author.isEmpty() && row.authors().contains(author))
          || (row.source() == RowSource.COUNCIL
              && (repeats.test(row.output()) || repeats.test(row.reasoning())))
          || rows.contains(row.id())
          || isBehind(row.exchangeIds())
          || wasShown(row.evidence());
    }

    private boolean takes(SideEntry entry) {
      return isBehind(entry.exchangeIds())
          || wasShown(entry.evidence())
          || entry.proposals().stream().anyMatch(repeats);
    }
  }

  /**
   * What there is of exchanges.
   *
   * @param rows training rows, those that others took the place of among them
   * @param entries in the lists for a person
   * @param rowIds of these rows, and of rows that were made of the exchanges before
   * @param others exchanges that stay, and that the rows and entries stand for as well
   */
  public record Found(
      Set<TrainingRow> rows, Set<SideEntry> entries, Set<String> rowIds, Set<String> others) {
    public Found {
      rows = Collections.unmodifiableSet(new LinkedHashSet<>(rows));
      entries = Collections.unmodifiableSet(new LinkedHashSet<>(entries));
      rowIds = Collections.unmodifiableSet(new LinkedHashSet<>(rowIds));
      others = Collections.unmodifiableSet(new LinkedHashSet<>(others));
    }

    /** Every text in it. */
    public Stream<String> texts() {
      return Stream.concat(
          rows.stream()
              .flatMap(
                  row ->
                      Stream.of(row.instruction(), row.output(), row.badAnswer(), row.reasoning())),
          entries.stream()
              .flatMap(
                  entry ->
                      Stream.concat(
                          Stream.of(entry.question(), entry.answer()),
                          entry.proposals().stream())));
    }
  }

  /**
   * Works while no harvest changes the training data.
   *
   * @throws HarvestException BUSY when a harvest runs in this home, or one of another node has its
   *     questions decided in the same database
   */
  public <T> T alone(Supplier<T> work) {
    try (ProcessLock _ = HarvestLock.acquire(trainingData)) {
      if (!givenOut.getAsBoolean()) {
        throw new HarvestException(
            HarvestException.Code.BUSY,
            "another node is harvesting, and what it has given out to workers cannot be taken"
                + " back; try again when it has ended");
      }
      return work.get();
    }
  }

  /** Looks for what was made of it. */
  public Found find(Going going) {
    Set<TrainingRow> rows = new LinkedHashSet<>();
    new TrainingRows(trainingData).everyone().stream().filter(going::takes).forEach(rows::add);
    Set<SideEntry> entries = new LinkedHashSet<>();
    lists().flatMap(list -> list.entries().stream()).filter(going::takes).forEach(entries::add);
    Set<String> meant = new LinkedHashSet<>(going.exchanges());
    meant.addAll(going.corrected());
    Set<String> rowIds = new LinkedHashSet<>();
    rows.forEach(row -> rowIds.add(row.id()));
    entries.stream().filter(entry -> !entry.answer().isBlank()).forEach(e -> rowIds.add(e.rowId()));
    ledger.entries(meant).values().stream()
        .flatMap(line -> Stream.ofNullable(line.rowId()))
        .forEach(rowIds::add);
    Set<String> others = new LinkedHashSet<>(going.corrected());
    rows.forEach(row -> others.addAll(row.exchangeIds()));
    entries.forEach(entry -> others.addAll(entry.exchangeIds()));
    others.removeAll(going.exchanges());
    return new Found(rows, entries, rowIds, others);
  }

  /**
   * Takes out what was found. Doing it again does no harm.
   *
   * @param erased exchanges that go
   */
  public void erase(Found found, Collection<String> erased, Instant now) {
    List<String> harvested = ledger.entries(found.others()).keySet().stream().sorted().toList();
    ledger.reopen(harvested, now);
    new TrainingRows(trainingData).erase(found.rows(), now);
    lists().forEach(list -> list.erase(found.entries()::contains));
    ledger.erase(erased);
  }

  private Stream<SideList> lists() {
    return Stream.of(
        SideList.abstained(trainingData),
        SideList.quarantine(trainingData),
        SideList.withdrawn(trainingData),
        SideList.dropped(trainingData));
  }
}
