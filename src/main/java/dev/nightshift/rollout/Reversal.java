package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.evaluation.EvaluationItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an adapter back: condemn it, swap, load, prove, write down, tell. May be repeated after a
 * crash at any point. What can fail without keeping users from being answered is logged and passed
 * over: the swap matters most.
 */
final class Reversal {
  private static final Logger log = LoggerFactory.getLogger(Reversal.class);

  private final RolloutParts parts;
  private final AdapterStore store;
  private final RolloutLedger ledger;
  private final Liveness liveness;
  private final RolloutListener listener;
  private final Consumer<RolloutStep> step;

  Reversal(
      RolloutParts parts,
      RolloutLedger ledger,
      Liveness liveness,
      RolloutListener listener,
      Consumer<RolloutStep> step) {
    this.parts = parts;
    this.store = parts.store();
    this.ledger = ledger;
    this.liveness = liveness;
    this.listener = listener;
    this.step = step;
  }

  /**
   * What is to be taken back.
   *
   * @param row the open row about it
   * @param target the version to go back to, or {@code base}
   * @param objection why
   * @param detectedAt when the verdict fell
   * @param detectionMs from the swap to the verdict; null when unknown
   * @param sentinel the reply that the target gave before; null when unknown
   * @param watched what was seen; null if nothing was
   */
  record Case(
      LedgerRow row,
      String target,
      Objection objection,
      Instant detectedAt,
      @Nullable Long detectionMs,
      @Nullable Sentinel sentinel,
      @Nullable WatchSummary watched) {}

  /**
   * How it went.
   *
   * @param active what answers now
   * @param reason why it was taken back, and what went wrong in doing so
   * @param recoveryMs from the verdict to the proof
   */
  record Outcome(String active, String reason, long recoveryMs) {}

  /** Where to go from a version: the given one if it can be used, else the newest that passed. */
  AdapterVersion target(String from, @Nullable String preferred) {
    return Stream.concat(Stream.ofNullable(preferred), passedBefore(from))
        .filter(name -> !name.equals(from))
        .flatMap(name -> store.find(name).stream())
        .filter(version -> version.isBase() || usable(version).isEmpty())
        .findFirst()
        .orElseGet(store::base);
  }

  /** Why a version cannot be gone back to; empty when it can. */
  Optional<String> usable(AdapterVersion version) {
    if (version.isBase()) {
      return Optional.empty();
    }
    var problems = parts.check().problems(version);
    if (!problems.isEmpty()) {
      return Optional.of(String.join("; ", problems));
    }
    return attempt("look for failures", () -> ledger.blocked(Digests.of(version)))
        .flatMap(blocked -> blocked)
        .map(reason -> "it failed before: " + reason);
  }

  Outcome takeBack(Case it) {
    AdapterVersion failed =
        store
            .find(it.row().adapter())
            .orElseGet(() -> new AdapterVersion(it.row().adapter(), store.directory()));
    listener.on("rollback", failed.name() + ": " + it.objection().reason());
    attempt("remember the failure", () -> condemn(it));
    step.accept(RolloutStep.CONDEMNED);

    Restoration.Restored restored =
        new Restoration(store, liveness, parts.clock(), step)
            .restore(target(failed.name(), it.target()));
    AdapterVersion target = restored.version();
    boolean same = it.sentinel() != null && target.name().equals(it.target());
    Sentinel sentinel = same ? it.sentinel() : null;
    Optional<String> unproven = prove(target, sentinel);
    Instant recovered = parts.clock().instant();
    String trouble =
        restored.trouble() + unproven.map(why -> "; recovery is not proven: " + why).orElse("");
    long recoveryMs = recovered.toEpochMilli() - it.detectedAt().toEpochMilli();
    String reason = it.objection().reason() + trouble;
    RollbackSummary summary =
        new RollbackSummary(
            it.objection().cause(),
            reason,
            failed.name(),
            target.name(),
            unproven.isEmpty(),
            Instant.ofEpochMilli(it.row().startedAt()),
            it.detectedAt(),
            recovered,
            it.detectionMs(),
            recoveryMs,
            it.watched());
    attempt("write the summary", () -> summarise(summary, it, failed, restored.view(), recovered));
    step.accept(RolloutStep.SUMMARISED);
    // Before the row is closed: a start that finds it open tells once more, one that does not
    // never.
    parts.notifier().publish(RolloutNews.rolledBack(it.row(), summary, !trouble.isEmpty()));
    if (restored.done()) {
      attempt("close the ledger's row", () -> close(it, reason, recovered, recoveryMs));
    } else if (it.objection().cause() == RolloutCause.STORAGE) {
      attempt("keep the cause", () -> leaveOpen(it));
    }
    String active = liveness.active();
    listener.on("rollback", active + " answers after " + recoveryMs + " ms");
    return new Outcome(active, reason, recoveryMs);
  }

  /**
   * Refuses to build on a version that was taken back while the files could not be made to say so.
   */
  void requireFinished(AdapterVersion active) {
    if (pending(active)) {
      throw new RolloutException(
          RolloutException.Code.REFUSED,
          active.name()
              + " was taken back, but the files still name it as current: make room on the disk if"
              + " it is full, and restart, which repairs that");
    }
  }

  /** Whether the taking back of a version has not been finished. */
  boolean pending(AdapterVersion version) {
    return ledger.unfinished().stream().anyMatch(row -> row.adapter().equals(version.name()));
  }

  /** Closes the row of an adapter that went long ago, when only the closing had failed. */
  void closeOnly(LedgerRow row, Objection objection) {
    Instant now = parts.clock().instant();
    String reason = objection.reason() + "; nothing was swapped: it is not active any more";
    Case it = new Case(row, row.previous(), objection, now, null, null, null);
    attempt("close an old row of the ledger", () -> close(it, reason, now, null));
  }

  private Optional<String> prove(AdapterVersion target, @Nullable Sentinel sentinel) {
    return attempt("prove the recovery", () -> proof(target, sentinel))
        .orElse(Optional.of("the proof failed; see the log"));
  }

  private Optional<String> proof(AdapterVersion target, @Nullable Sentinel sentinel) {
    String question = null;
    if (sentinel == null) {
      ProbeSource.Probes probes = parts.probes().probesFor(target);
      question =
          Stream.concat(probes.inScope().stream(), probes.general().stream())
              .findFirst()
              .map(EvaluationItem::question)
              .orElse(null);
    }
    return Optional.ofNullable(liveness.prove(target, sentinel, question).objection());
  }

  /**
   * One watch without a judgement says nothing against the adapter; a second one does. A disk or
   * database that fails never does.
   */
  private boolean condemn(Case it) {
    String digest = it.row().digest();
    boolean excused =
        it.row().kind() == RolloutKind.DRILL
            || it.objection().cause() == RolloutCause.STORAGE
            || (it.objection().cause().excusedOnce() && ledger.inconclusive(digest) == 0);
    if (!excused) {
      ledger.block(
          digest, it.row().adapter(), it.objection().reason(), it.detectedAt().toEpochMilli());
    }
    return true;
  }

  private boolean summarise(
      RollbackSummary summary, Case it, AdapterVersion failed, @Nullable Path view, Instant at)
      throws IOException {
    if (view != null) {
      summary.write(view);
    }
    boolean kept = it.row().kind() != RolloutKind.DRILL && !failed.isBase();
    summary.write(store.rollbackFolder(failed, kept, at));
    return true;
  }

  /** So that the next start does not take a full disk for an adapter that kills its process. */
  private boolean leaveOpen(Case it) {
    ledger.leaveOpen(it.row().id(), it.objection().cause());
    return true;
  }

  private boolean close(Case it, String reason, Instant at, @Nullable Long recoveryMs) {
    ledger.finish(
        it.row().id(),
        RolloutState.ROLLED_BACK,
        it.objection().cause(),
        reason,
        at.toEpochMilli(),
        it.detectionMs(),
        recoveryMs);
    return true;
  }

  private Stream<String> passedBefore(String from) {
    return attempt("read the ledger", () -> ledger.passedBefore(from)).stream()
        .flatMap(names -> names.stream());
  }

  /** A part of the work that must not keep the rest from being done. */
  private interface Part<T> {
    T run() throws IOException;
  }

  private static <T> Optional<T> attempt(String what, Part<T> part) {
    try {
      return Optional.of(part.run());
    } catch (IOException e) {
      log.error("Rolling back, could not {}; going on", what, e);
    } catch (RuntimeException e) {
      log.error("Rolling back, could not {}; going on", what, e);
    }
    return Optional.empty();
  }
}
