package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.rollout.RolloutException.Code;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.ServingException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to make an adapter active. Before the swap every doubt is a refusal, and nothing has
 * changed; from the swap on every doubt, whatever is thrown included, takes the adapter back.
 */
final class Deployment {
  private static final Logger log = LoggerFactory.getLogger(Deployment.class);

  private final RolloutParts parts;
  private final AdapterStore store;
  private final RolloutLedger ledger;
  private final Prober prober;
  private final Liveness liveness;
  private final Reversal reversal;
  private final RolloutListener listener;
  private final Consumer<RolloutStep> step;
  private final Clock clock;
  private final long begin;
  private long measured;
  private long swapped;
  private long proven;
  private @Nullable ProbationJudge judge;

  Deployment(
      RolloutParts parts,
      RolloutLedger ledger,
      Prober prober,
      Liveness liveness,
      Reversal reversal,
      RolloutListener listener,
      Consumer<RolloutStep> step) {
    this.parts = parts;
    this.store = parts.store();
    this.ledger = ledger;
    this.prober = prober;
    this.liveness = liveness;
    this.reversal = reversal;
    this.listener = listener;
    this.step = step;
    this.clock = parts.clock();
    this.begin = clock.millis();
  }

  /**
   * What is known before the swap.
   *
   * @param digest of the candidate
   * @param previous what is active
   * @param baseline what the candidate is held to
   * @param sentinel the candidate's reply that proves it live
   * @param before the previous version's reply to the same question
   */
  private record Prepared(
      String digest,
      AdapterVersion previous,
      Baseline baseline,
      Sentinel sentinel,
      Sentinel before) {}

  RolloutResult run(AdapterVersion candidate, RolloutKind kind) {
    boolean same = store.current().name().equals(candidate.name()) && !candidate.isBase();
    if (same && !reversal.pending(candidate)) {
      liveness.load(candidate);
      return result(RolloutState.ACTIVE, candidate, candidate.name(), "it is active already", null);
    }
    Prepared prepared;
    LedgerRow row;
    try {
      prepared = prepare(candidate);
      row = record(candidate, kind, prepared);
    } catch (RolloutException | ServingException e) {
      return rejected(candidate, kind, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("Preparing the rollout of {} failed; nothing was swapped", candidate.name(), e);
      return rejected(candidate, kind, "it could not be prepared: " + e);
    }
    step.accept(RolloutStep.RECORDED);
    Optional<Objection> objection = guarded(() -> swapAndWatch(candidate, prepared));
    // The row of a drill stays open until its adapter is gone: a start that finds it takes it back.
    if (objection.isEmpty() && kind != RolloutKind.DRILL) {
      objection = guarded(() -> commit(row));
    }
    if (objection.isEmpty()) {
      return active(candidate, row);
    }
    return takenBack(candidate, row, prepared, objection.get());
  }

  /** Validates, measures what is active now, and rehearses the proof. Changes nothing. */
  private Prepared prepare(AdapterVersion candidate) {
    listener.on("validate", candidate.name());
    if (candidate.isBase()) {
      throw refused("the base is no adapter; use a rollback to go back to it");
    }
    List<String> problems = parts.check().problems(candidate);
    if (!problems.isEmpty()) {
      throw refused(String.join("; ", problems));
    }
    String digest = Digests.of(candidate);
    ledger
        .blocked(digest)
        .ifPresent(
            reason -> {
              throw refused("this adapter failed before and is not deployed again: " + reason);
            });
    AdapterVersion previous = store.current();
    reversal.requireFinished(previous);
    liveness.load(previous);
    var servable = Liveness.servable(candidate);
    ProbeSource.Probes probes = parts.probes().probesFor(candidate);
    if (!probes.inScope().isEmpty()) {
      // An adapter that the backend cannot use need not cost a baseline.
      String own = probes.inScope().getFirst().question();
      prober.answer(own, new AdapterChoice.Exactly(servable, false));
    }
    Baseline baseline =
        new BaselineMeasurement(prober, parts.settings(), listener).measure(probes, servable);
    String question = baseline.first().item().question();
    requireInScope(candidate, question);
    Sentinel sentinel =
        Sentinel.rehearse(prober, question, new AdapterChoice.Exactly(servable, false));
    Sentinel base = Sentinel.rehearse(prober, question, new AdapterChoice.Base());
    if (sentinel.sameAs(base)) {
      throw refused("the adapter changes nothing: the base replies the same to: " + question);
    }
    Sentinel before = Sentinel.rehearse(prober, question, new AdapterChoice.Unchecked(null));
    measured = clock.millis();
    return new Prepared(
        digest, previous, baseline, sentinel.unlike(before, base), before.unlike(sentinel));
  }

  /** With a scope, only a question inside it can prove the adapter live. */
  private void requireInScope(AdapterVersion candidate, String question) {
    if (Liveness.scoped(candidate)) {
      var choice = new AdapterChoice.Unchecked(Liveness.servable(candidate));
      String answered = prober.answer(question, choice).adapter();
      if (!answered.equals(candidate.name())) {
        throw refused("no question of its scope is known, so it could not be proven live");
      }
    }
  }

  private LedgerRow record(AdapterVersion candidate, RolloutKind kind, Prepared prepared) {
    String previous = prepared.previous().name();
    long until = measured + parts.settings().monitorDuration().toMillis();
    try {
      return ledger.open(kind, candidate, prepared.digest(), previous, measured, until);
    } catch (RuntimeException e) {
      throw new RolloutException(
          Code.STORAGE, "the rollout cannot be recorded, so it is not begun: " + e.getMessage(), e);
    }
  }

  private Optional<Objection> swapAndWatch(AdapterVersion candidate, Prepared prepared) {
    // From here on a crash leaves an open row, which the next start takes back.
    store.backup(clock.instant());
    step.accept(RolloutStep.BACKED_UP);
    swapped = clock.millis();
    listener.on("swap", prepared.previous().name() + " → " + candidate.name());
    store.activate(candidate, clock.instant());
    step.accept(RolloutStep.SWAPPED);
    liveness.load(candidate);
    step.accept(RolloutStep.LOADED);
    Liveness.Proof proof = liveness.prove(candidate, prepared.sentinel(), null);
    if (proof.reply() == null || proof.objection() != null) {
      return Optional.of(new Objection(RolloutCause.LIVENESS, String.valueOf(proof.objection())));
    }
    proven = clock.millis();
    listener.on("prove", candidate.name() + " answers");
    step.accept(RolloutStep.PROVEN);
    judge =
        new ProbationJudge(
            prepared.baseline(),
            candidate.name(),
            prepared.previous().name(),
            Liveness.scoped(candidate),
            parts.settings());
    ProbeReply first = prober.reply(prepared.baseline().first(), proof.reply());
    LatencyControl control =
        new LatencyControl(prober, Liveness.asked(prepared.previous()), listener);
    Optional<Objection> objection =
        new Watch(prober, parts.traffic(), parts.settings(), clock, listener, control)
            .run(prepared.baseline(), judge, first);
    step.accept(RolloutStep.WATCHED);
    return objection;
  }

  private Optional<Objection> commit(LedgerRow row) {
    ledger.finish(row.id(), RolloutState.ACTIVE, null, "it passed", clock.millis(), null, null);
    step.accept(RolloutStep.COMMITTED);
    return Optional.empty();
  }

  private RolloutResult active(AdapterVersion candidate, LedgerRow row) {
    WatchSummary seen = seen();
    String reason =
        seen == null
            ? "it passed"
            : "%d of %d probes right, p95 %d ms (before %d ms)"
                .formatted(
                    seen.succeeded(), seen.judged(), seen.p95Millis(), seen.baselineP95Millis());
    if (row.kind() != RolloutKind.DRILL) {
      parts.notifier().publish(RolloutNews.deployed(row, reason));
    }
    return result(RolloutState.ACTIVE, candidate, candidate.name(), reason, null);
  }

  private RolloutResult takenBack(
      AdapterVersion candidate, LedgerRow row, Prepared prepared, Objection objection) {
    long detected = clock.millis();
    long detection = detected - (swapped == 0 ? detected : swapped);
    Reversal.Outcome outcome =
        reversal.takeBack(
            new Reversal.Case(
                row,
                row.previous(),
                objection,
                clock.instant(),
                detection,
                prepared.before(),
                seen()));
    return new RolloutResult(
        RolloutState.ROLLED_BACK,
        candidate.name(),
        outcome.active(),
        outcome.reason(),
        timings(detection, outcome.recoveryMs()),
        seen());
  }

  private RolloutResult rejected(AdapterVersion candidate, RolloutKind kind, String reason) {
    listener.on("rejected", reason);
    String active = store.current().name();
    try {
      ledger.rejected(kind, candidate, active, reason, begin, clock.millis());
    } catch (RuntimeException e) {
      log.warn("The rejection of {} could not be written to the ledger", candidate.name(), e);
    }
    return result(RolloutState.REJECTED, candidate, active, reason, null);
  }

  /** Work whose every failure is an objection. */
  private static Optional<Objection> guarded(Supplier<Optional<Objection>> work) {
    try {
      return work.get();
    } catch (RuntimeException | LinkageError | VirtualMachineError | AssertionError e) {
      log.error("The rollout failed and is taken back", e);
      return Optional.of(new Objection(RolloutCause.of(e), "it failed: " + e));
    }
  }

  private RolloutResult result(
      RolloutState state,
      AdapterVersion candidate,
      String active,
      String reason,
      @Nullable Long detection) {
    return new RolloutResult(
        state, candidate.name(), active, reason, timings(detection, null), seen());
  }

  private @Nullable WatchSummary seen() {
    return judge == null ? null : judge.summary();
  }

  private RolloutTimings timings(@Nullable Long detection, @Nullable Long recovery) {
    long now = clock.millis();
    long baseline = (measured == 0 ? now : measured) - begin;
    long swap = proven == 0 ? 0 : proven - swapped;
    long recovered = recovery == null ? 0 : recovery;
    long watch = proven == 0 ? 0 : Math.max(0, now - proven - recovered);
    return new RolloutTimings(baseline, swap, watch, detection, recovery, now - begin);
  }

  private static RolloutException refused(String reason) {
    return new RolloutException(Code.REFUSED, reason);
  }
}
