package dev.nightshift.harvest;

import dev.nightshift.corpus.Evidence;
import dev.nightshift.corpus.Redactor;
import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.SideList;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Remembered;
import dev.nightshift.quarantine.QuarantineException;
import dev.nightshift.quarantine.Ruling;
import dev.nightshift.quarantine.Rulings;
import dev.nightshift.quarantine.Screen;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What waits in quarantine, whoever set it aside (the intake of feedback, or a harvest), and what a
 * person rules about it. A ruling is about one correction: a later one of the same exchange is
 * looked at anew.
 */
public final class QuarantineReview {
  private final ExchangeMemory memory;
  private final Rulings rulings;
  private final Screen screen;
  private final HarvestLedger ledger;
  private final Path trainingData;
  private final InstantSource clock;
  private final Redactor redactor = new Redactor();

  /** The quarantine of one home. */
  public QuarantineReview(
      ExchangeMemory memory,
      Rulings rulings,
      HarvestLedger ledger,
      Path trainingData,
      InstantSource clock) {
    this.memory = memory;
    this.rulings = rulings;
    this.screen = Screen.of(rulings);
    this.ledger = ledger;
    this.trainingData = trainingData;
    this.clock = clock;
  }

  /** What waits for a person, one entry an exchange, oldest first. */
  public List<Quarantined> waiting() {
    Map<String, Quarantined> waiting = new LinkedHashMap<>();
    for (Ruling held : rulings.held()) {
      memory
          .find(held.exchangeId())
          .filter(one -> undroppedId(one).equals(held.correctionId()))
          .ifPresent(one -> waiting.put(held.exchangeId(), entry(one, held)));
    }
    for (SideEntry listed : list().entries()) {
      listed.exchangeIds().stream()
          .findFirst()
          .flatMap(memory::find)
          .filter(one -> rulings.find(one.exchange().id(), correctionId(one)).isEmpty())
          .ifPresent(
              one ->
                  waiting.putIfAbsent(
                      one.exchange().id(),
                      entry(one, ruling(one, Ruling.State.HELD, listed.reason(), listed.at()))));
    }
    return waiting.values().stream().sorted(Quarantined.OLDEST_FIRST).toList();
  }

  /**
   * One entry, also one that was ruled about.
   *
   * @param id of the exchange, or of the correction
   * @throws QuarantineException UNKNOWN
   */
  public Quarantined find(String id) {
    return waiting().stream()
        .filter(entry -> entry.exchangeId().equals(id) || entry.correctionId().equals(id))
        .findFirst()
        .or(() -> ruled(id))
        .orElseThrow(
            () ->
                new QuarantineException(
                    QuarantineException.Code.UNKNOWN,
                    "there is nothing with the id '" + id + "' in quarantine"));
  }

  private Optional<Quarantined> ruled(String id) {
    return rulings.all().stream()
        .filter(one -> one.exchangeId().equals(id) || one.correctionId().equals(id))
        .reduce((older, newer) -> newer)
        .flatMap(one -> memory.find(one.exchangeId()).map(remembered -> entry(remembered, one)));
  }

  /**
   * Lets an entry through: it may be told from now on, and the next harvest takes it.
   *
   * @throws QuarantineException UNKNOWN
   * @throws HarvestException BUSY when a harvest runs in this home
   */
  public Quarantined release(String id) {
    return rule(id, Ruling.State.RELEASED);
  }

  /**
   * Has nothing made of an entry, ever. A row that was made of it when it was released goes, and so
   * do those that the council wrote when it was shown it, whose questions are harvested anew; an
   * earlier correction of the same exchange that may be used is in force again.
   *
   * @throws QuarantineException UNKNOWN
   * @throws HarvestException BUSY when a harvest runs in this home
   */
  public Quarantined drop(String id) {
    return rule(id, Ruling.State.DROPPED);
  }

  private Quarantined rule(String id, Ruling.State state) {
    Quarantined entry = find(id);
    Instant now = clock.instant();
    try (var _ = HarvestLock.acquire(trainingData)) {
      rulings.put(new Ruling(entry.exchangeId(), entry.correctionId(), state, entry.reason(), now));
      if (state == Ruling.State.RELEASED) {
        ledger.reopen(ledger.entries(List.of(entry.exchangeId())).keySet(), now);
      } else {
        withdraw(entry, now);
        close(entry, now);
      }
      list().erase(listed -> listed.exchangeIds().stream().limit(1).anyMatch(entry::isOf));
    }
    return entry.ruled(state);
  }

  private void close(Quarantined entry, Instant now) {
    boolean another =
        memory
            .find(entry.exchangeId())
            .map(screen::inForce)
            .filter(one -> screen.objection(one).isEmpty())
            .flatMap(Remembered::correction)
            .isPresent();
    if (!another) {
      ledger.record(List.of(closed(entry, now)));
      return;
    }
    LedgerEntry known = ledger.entries(List.of(entry.exchangeId())).get(entry.exchangeId());
    if (known != null
        && (known.outcome() == LedgerOutcome.QUARANTINED
            || entry.correctionId().equals(known.correctionId()))) {
      ledger.reopen(List.of(entry.exchangeId()), now);
    }
  }

  private LedgerEntry closed(Quarantined entry, Instant now) {
    Optional<Feedback> correction = memory.find(entry.exchangeId()).flatMap(Remembered::correction);
    return new LedgerEntry(
        entry.exchangeId(),
        LedgerOutcome.QUARANTINED,
        null,
        correction.map(Feedback::id).orElse(null),
        correction.map(Feedback::at).orElse(null),
        "a person dropped it",
        now);
  }

  private void withdraw(Quarantined entry, Instant now) {
    TrainingRows rows = new TrainingRows(trainingData);
    Set<TrainingRow> made =
        rows.everyone().stream()
            .filter(row -> row.exchangeIds().stream().limit(1).anyMatch(entry::isOf))
            .filter(row -> isMadeOf(row, entry))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<TrainingRow> shown =
        rows.everyone().stream()
            .filter(row -> row.evidence().stream().anyMatch(one -> isMeant(one, entry)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    ledger.reopen(
        shown.stream().flatMap(row -> row.exchangeIds().stream()).distinct().toList(), now);
    made.addAll(shown);
    if (!made.isEmpty()) {
      rows.withdraw(made, now);
    }
  }

  private static boolean isMeant(Evidence shown, Quarantined entry) {
    return shown.correctionId().equals(entry.correctionId());
  }

  /** Whether a row of the exchange was made of the very correction, or without one. */
  private boolean isMadeOf(TrainingRow row, Quarantined entry) {
    if (row.source() != RowSource.CORRECTION || entry.correctionId().isEmpty()) {
      return row.source() != RowSource.CORRECTION && entry.correctionId().isEmpty();
    }
    Instant at = row.correctedAt();
    return at == null
        || memory.find(entry.exchangeId()).stream()
            .flatMap(one -> one.feedback().stream())
            .filter(said -> said.id().equals(entry.correctionId()))
            .anyMatch(said -> said.at().equals(at));
  }

  private Quarantined entry(Remembered one, Ruling ruling) {
    Optional<Feedback> correction =
        one.feedback().stream().filter(said -> said.id().equals(ruling.correctionId())).findFirst();
    return new Quarantined(
        one.exchange().id(),
        ruling.correctionId(),
        correction.map(Feedback::author).orElse(one.exchange().author()),
        redactor.redact(one.exchange().question()).text(),
        redactor.redact(correction.map(Feedback::correction).orElse("")).text(),
        ruling.reason(),
        ruling.at(),
        ruling.state());
  }

  private static Ruling ruling(Remembered one, Ruling.State state, String reason, Instant at) {
    return new Ruling(one.exchange().id(), correctionId(one), state, reason, at);
  }

  private static String correctionId(Remembered one) {
    return one.correction().map(Feedback::id).orElse("");
  }

  /** The newest correction that no person dropped; empty when there is none. */
  private String undroppedId(Remembered one) {
    return one.correction().stream()
        .flatMap(newest -> one.feedback().reversed().stream())
        .filter(said -> said.kind() == Feedback.Kind.CORRECTION)
        .map(Feedback::id)
        .filter(id -> !isDropped(one, id))
        .findFirst()
        .orElse("");
  }

  private boolean isDropped(Remembered one, String correctionId) {
    return rulings
        .find(one.exchange().id(), correctionId)
        .filter(ruling -> ruling.state() == Ruling.State.DROPPED)
        .isPresent();
  }

  private SideList list() {
    return SideList.quarantine(trainingData);
  }
}
