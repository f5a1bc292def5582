package dev.nightshift.harvest;

import dev.nightshift.corpus.AddedRows;
import dev.nightshift.corpus.SideList;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.council.Council;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import dev.nightshift.quarantine.Screen;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the failed exchanges of a window into training rows, once each.
 *
 * <p>The order of writing makes a harvest safe to cut off at any point: rows first, then the lists
 * for a person, the ledger last. A harvest that died before its ledger lines finds its rows again,
 * by question and exchange, and only enters them.
 */
public final class Harvester {
  private static final Logger log = LoggerFactory.getLogger(Harvester.class);

  private final ExchangeMemory memory;
  private final Deliberations deliberations;
  private final Embedder embedder;
  private final HarvestLedger ledger;
  private final Screen screen;
  private final Path trainingData;
  private final HarvestSettings settings;
  private final Supplier<List<VerifiedAnswer>> verified;

  /** A harvester of one home, whose council is asked in the calling thread. */
  public Harvester(
      ExchangeMemory memory,
      Council council,
      Embedder embedder,
      HarvestLedger ledger,
      Screen screen,
      Path trainingData,
      HarvestSettings settings,
      Supplier<List<VerifiedAnswer>> verified) {
    this(
        memory,
        new CouncilHere(council, 1),
        embedder,
        ledger,
        screen,
        trainingData,
        settings,
        verified);
  }

  /**
   * A harvester of one home.
   *
   * @param deliberations has the council decide
   * @param verified tells what verifiers stand for by now, harvested before or not
   */
  public Harvester(
      ExchangeMemory memory,
      Deliberations deliberations,
      Embedder embedder,
      HarvestLedger ledger,
      Screen screen,
      Path trainingData,
      HarvestSettings settings,
      Supplier<List<VerifiedAnswer>> verified) {
    this.memory = memory;
    this.deliberations = deliberations;
    this.embedder = embedder;
    this.ledger = ledger;
    this.screen = screen;
    this.trainingData = trainingData;
    this.settings = settings;
    this.verified = verified;
  }

  /** Harvests {@linkplain HarvestOrder#complete completely}, telling nobody of its progress. */
  public HarvestReport harvest(Window window, Instant now) {
    return harvest(HarvestOrder.complete(window, now), progress -> {});
  }

  /**
   * Harvests. Doing it again adds what is new and changes nothing else.
   *
   * @param listener told after each question, in the calling thread
   * @throws HarvestException BUSY when another harvest runs in this home, CANCELLED when the thread
   *     is interrupted (nothing is written then), IO when the lock cannot be made
   */
  public HarvestReport harvest(HarvestOrder order, Consumer<HarvestProgress> listener) {
    try (ProcessLock lock = HarvestLock.acquire(trainingData)) {
      log.debug("harvesting {} under {}", order, lock);
      return harvestAlone(order, listener);
    }
  }

  private HarvestReport harvestAlone(HarvestOrder order, Consumer<HarvestProgress> listener) {
    int withdrawn = new Withdrawals(memory, ledger, trainingData).applyAlone(order.now());
    TrainingRows rows = new TrainingRows(trainingData);
    TwinQuestions twins = new TwinQuestions(embedder, settings.duplicateSimilarity());
    List<Remembered> failures = new DueFailures(memory, ledger, screen).of(order);
    List<QuestionGroup> groups = groups(failures, twins);
    Examination examination =
        new Examination(
            memory,
            new KnownRows(rows.all(), twins),
            new RowMaker(screen, settings.minQuality(), order.now()),
            screen,
            settings);
    List<Examined> examined = Hearing.examine(groups, examination, deliberations, listener);
    List<Examined> limited = AuthorShare.limit(examined, settings.maxAuthorShare());
    VerifiedRows solved = VerifiedRows.of(verified.get(), rows, settings.minQuality(), order.now());
    HarvestTally tally = new HarvestTally(order, limited, solved, examination.seats(), withdrawn);
    HarvestReport report = write(tally, order, rows, solved);
    deliberations.settled();
    return report;
  }

  /** What is suspicious is looked at alone: it must not take the word of those who mean well. */
  private List<QuestionGroup> groups(List<Remembered> failures, TwinQuestions twins) {
    Map<Boolean, List<Remembered>> bySuspicion =
        failures.stream()
            .collect(Collectors.partitioningBy(one -> screen.objection(one).isPresent()));
    List<QuestionGroup> groups =
        new ArrayList<>(QuestionGroups.of(bySuspicion.getOrDefault(false, List.of()), twins));
    bySuspicion
        .getOrDefault(true, List.of())
        .forEach(one -> groups.add(new QuestionGroup(List.of(one))));
    return groups;
  }

  private HarvestReport write(
      HarvestTally tally, HarvestOrder order, TrainingRows rows, VerifiedRows solved) {
    LocalDate day = LocalDate.ofInstant(order.now(), settings.zoneId());
    AddedRows added = rows.add(day, tally.rowsToWrite(), tally.run());
    rows.withdraw(solved.replaced(), order.now());
    SideList.dropped(trainingData).update(tally.dropped(), tally.settledQuestions());
    SideList.abstained(trainingData).update(tally.abstained(), tally.settledQuestions());
    SideList.quarantine(trainingData).update(tally.quarantined(), tally.settledQuestions());
    ledger.record(tally.ledgerEntries());
    HarvestReport report = tally.report(added.file());
    log.info(
        "harvested {} failures: {} rows kept ({} corrections, {} verified), {} dropped, {}"
            + " abstained, {} quarantined, {} duplicates, {} left for later",
        report.failures(),
        report.kept(),
        report.corrections(),
        report.verified(),
        report.dropped(),
        report.abstained(),
        report.quarantined(),
        report.duplicates(),
        report.deferred());
    return report;
  }
}
