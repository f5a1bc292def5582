package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start does about rollouts: no adapter stays active that nobody has judged. */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  /** Far less than notifications are kept, so that none is told twice. */
  private static final Duration TOLD_AGAIN = Duration.ofDays(1);

  private final RolloutParts parts;
  private final AdapterStore store;
  private final RolloutLedger ledger;
  private final Liveness liveness;
  private final Reversal reversal;
  private final long begin;

  Recovery(RolloutParts parts, RolloutLedger ledger, Liveness liveness, Reversal reversal) {
    this.parts = parts;
    this.store = parts.store();
    this.ledger = ledger;
    this.liveness = liveness;
    this.reversal = reversal;
    this.begin = parts.clock().millis();
  }

  Optional<RolloutResult> run() {
    @Nullable RolloutResult last = null;
    for (LedgerRow row : ledger.unfinished()) {
      Objection objection = row.kind() == RolloutKind.ROLLBACK ? takenBack(row) : interrupted(row);
      String active = store.current().name();
      if (active.equals(row.adapter()) || active.equals(row.previous())) {
        last = takeBack(row, objection);
      } else {
        reversal.closeOnly(row, objection);
      }
    }
    store.recover(parts.clock().instant()).forEach(done -> log.info("Adapters: {}", done));
    AdapterVersion current = store.current();
    Optional<String> failed = current.isBase() ? Optional.empty() : failedBefore(current);
    if (failed.isPresent()) {
      last = takeBackCurrent(current, new Objection(RolloutCause.ERRORS, failed.get()));
    } else {
      last = Optional.ofNullable(serve(current)).orElse(last);
    }
    tellAgain();
    store.removeDrills();
    return Optional.ofNullable(last);
  }

  /**
   * A process may have ended between the verdict and telling people of it. Whoever keeps what was
   * told for longer than a day knows what has been told before.
   */
  private void tellAgain() {
    ledger
        .passedSince(begin - TOLD_AGAIN.toMillis())
        .ifPresent(row -> parts.notifier().publish(RolloutNews.deployed(row, "it passed")));
  }

  private Objection interrupted(LedgerRow row) {
    return ledger.openForStorage(row.id())
        ? new Objection(RolloutCause.STORAGE, "it could not be stored; finished at the next start")
        : new Objection(
            RolloutCause.INTERRUPTED,
            "the process that watched it ended before its verdict; found at the next start");
  }

  /** Why a taking back that was cut off was begun. */
  private Objection takenBack(LedgerRow row) {
    return store
        .find(row.adapter())
        .flatMap(store.taints()::of)
        .map(taint -> new Objection(RolloutCause.TAINTED, taint))
        .orElseGet(
            () ->
                new Objection(
                    RolloutCause.REQUESTED, "a person asked for it; finished after a restart"));
  }

  private Optional<String> failedBefore(AdapterVersion version) {
    return ledger.blocked(Digests.of(version)).map(reason -> "it failed before: " + reason);
  }

  /** Lets the backend serve what is current; an adapter that it cannot use is taken back. */
  private @Nullable RolloutResult serve(AdapterVersion current) {
    try {
      liveness.load(current);
      return null;
    } catch (ServingException e) {
      return switch (e.code()) {
        case ADAPTER ->
            takeBackCurrent(
                current,
                new Objection(RolloutCause.ERRORS, "the backend cannot use it: " + e.getMessage()));
        case BUSY, TIMEOUT, CANCELLED, UNAVAILABLE, REQUEST -> throw e;
      };
    }
  }

  private RolloutResult takeBackCurrent(AdapterVersion current, Objection objection) {
    String digest = Digests.of(current);
    String target = reversal.target(current.name(), null).name();
    return takeBack(
        ledger.open(RolloutKind.ROLLBACK, current, digest, target, begin, begin), objection);
  }

  private RolloutResult takeBack(LedgerRow row, Objection objection) {
    Reversal.Case it =
        new Reversal.Case(
            row, row.previous(), objection, parts.clock().instant(), null, null, null);
    Reversal.Outcome outcome = reversal.takeBack(it);
    long total = parts.clock().millis() - begin;
    return new RolloutResult(
        RolloutState.ROLLED_BACK,
        row.adapter(),
        outcome.active(),
        outcome.reason(),
        new RolloutTimings(0, 0, 0, null, outcome.recoveryMs(), total),
        null);
  }
}
