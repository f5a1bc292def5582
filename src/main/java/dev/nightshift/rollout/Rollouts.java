package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterException;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.notify.Notifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes adapters active and takes them back. One rollout at a time on a home, also across
 * processes; a second one throws {@link RolloutException} LOCKED. Users are answered throughout.
 */
public final class Rollouts {
  private static final Logger log = LoggerFactory.getLogger(Rollouts.class);

  private final RolloutParts parts;
  private final AdapterStore store;
  private final RolloutLedger ledger;
  private final Prober prober;
  private final Liveness liveness;
  private final Consumer<RolloutStep> step;

  /** Rollouts with these parts; call {@link #recover} before anything else. */
  public Rollouts(RolloutParts parts) {
    this(parts, done -> {});
  }

  /** As above, with a place where tests let the process die. */
  Rollouts(RolloutParts parts, Consumer<RolloutStep> step) {
    this.parts = parts;
    this.store = parts.store();
    this.ledger = new RolloutLedger(parts.database(), parts.node());
    this.prober = new Prober(parts.model(), parts.settings(), parts.clock());
    double tolerance = Math.max(parts.settings().sentinelTolerance(), parts.model().arithmetic());
    this.liveness = new Liveness(parts.model(), prober, tolerance);
    this.step = step;
  }

  /** The same rollouts, whose news go to somebody else. */
  public Rollouts telling(Notifier other) {
    return new Rollouts(parts.telling(other), step);
  }

  /** Validates, measures, swaps, proves, watches, and keeps the adapter or takes it back. */
  public RolloutResult deploy(AdapterVersion version, RolloutListener listener) {
    return locked("deploy", listener, told -> run(version, RolloutKind.DEPLOY, told));
  }

  /**
   * The same for a version that a person names: what a person took back, a person can bring back.
   * What a watch took back stays rejected.
   */
  public RolloutResult redeploy(AdapterVersion version, RolloutListener listener) {
    return locked(
        "deploy",
        listener,
        told -> {
          ledger.pardon(Digests.of(version));
          return run(version, RolloutKind.DEPLOY, told);
        });
  }

  /** The same for a folder; one outside the store is copied into it first. */
  public RolloutResult deploy(Path folder, RolloutListener listener) {
    AdapterVersion version;
    try {
      version = store.resolve(folder, parts.clock().instant());
    } catch (AdapterException e) {
      return switch (e.code()) {
        case UNKNOWN, INVALID ->
            nothing(RolloutState.REJECTED, folder.toString(), String.valueOf(e.getMessage()));
        case STORAGE -> throw e;
      };
    }
    return deploy(version, listener);
  }

  /**
   * Takes the active adapter back: it is remembered as failed, and deployed again only when a
   * person names it.
   *
   * @param to the version to go back to, or {@code base}, one that a person took back among them;
   *     empty: the last that passed before
   */
  public RolloutResult rollback(Optional<String> to, RolloutListener listener) {
    return locked("rollback", listener, told -> takingBack(told).asked(to.orElse(null)));
  }

  /**
   * Takes the active adapter back if it was trained on what has been forgotten.
   *
   * @param to the version to go back to, or {@code base}; empty: the last that passed before
   */
  public RolloutResult retire(Optional<String> to, RolloutListener listener) {
    return locked("rollback", listener, told -> takingBack(told).tainted(to.orElse(null)));
  }

  /**
   * Does something that no rollout may see: it would take it for an adapter's fault.
   *
   * @param purpose tells a person whose rollout has to wait what for
   * @throws RolloutException LOCKED when a rollout is under way, here or in another process
   */
  public void apart(String purpose, Runnable work) {
    try (ProcessLock _ = acquire(purpose)) {
      work.run();
    }
  }

  private TakingBack takingBack(RolloutListener listener) {
    return new TakingBack(parts, ledger, reversal(listener), step);
  }

  /**
   * Deploys a deliberately broken adapter past the gate and reports how soon it was noticed and how
   * soon the previous version answered again; ROLLED_BACK is how it should end. Nothing but records
   * stays behind.
   */
  public RolloutResult drill(Breakage breakage, RolloutListener listener) {
    return locked("drill", listener, told -> runDrill(breakage, told));
  }

  /**
   * At process start, before anything is answered: repairs links, takes back what was on probation
   * when its process died, and lets the backend serve {@code current}. While another process works
   * on a rollout, nothing is touched.
   *
   * @return what was taken back; empty when nothing was
   */
  public Optional<RolloutResult> recover(RolloutListener listener) {
    ProcessLock lock;
    try {
      lock = lock("recover");
    } catch (HomeException e) {
      if (e.code() != HomeException.Code.LOCKED) {
        throw e;
      }
      log.info("A rollout is under way: {}", e.getMessage());
      return Optional.empty();
    }
    try (lock) {
      return new Recovery(parts, ledger, liveness, reversal(told(listener))).run();
    }
  }

  /**
   * The newest adapter, if it is newer than the active one and nothing was found against it: its
   * rollout was refused before the swap or ended without a judgement, or there was none.
   */
  public Optional<AdapterVersion> waiting() {
    List<AdapterVersion> versions = store.versions();
    return store
        .latest()
        .filter(latest -> versions.indexOf(latest) > versions.indexOf(store.current()))
        .filter(latest -> reversal(RolloutListener.silent()).usable(latest).isEmpty());
  }

  /** Removes old adapters but never the current, the latest, nor what a rollback would go to. */
  public List<String> prune(int keep) {
    Set<String> spared = new HashSet<>();
    spared.add(reversal(RolloutListener.silent()).target(store.current().name(), null).name());
    return store.prune(keep, spared);
  }

  private RolloutResult run(AdapterVersion version, RolloutKind kind, RolloutListener listener) {
    return new Deployment(parts, ledger, prober, liveness, reversal(listener), listener, step)
        .run(version, kind);
  }

  private RolloutResult runDrill(Breakage breakage, RolloutListener listener) {
    AdapterVersion current = store.current();
    AdapterVersion donor = current.isBase() ? store.latest().orElse(current) : current;
    AdapterVersion broken;
    Path staged = store.stage();
    try {
      parts.broken().make(donor, breakage, staged);
      broken = store.publishForDrill(staged, parts.clock().instant());
    } catch (IOException e) {
      throw new RolloutException(
          RolloutException.Code.STORAGE,
          "the broken adapter could not be made: " + e.getMessage(),
          e);
    } finally {
      store.unstage(staged);
    }
    RolloutResult result = run(broken, RolloutKind.DRILL, listener);
    if (result.state() == RolloutState.ACTIVE) {
      result = unnoticed(broken, result, listener);
    }
    store.removeDrills();
    return result;
  }

  /** A broken adapter that passed the watch is taken back all the same; the result says ACTIVE. */
  private RolloutResult unnoticed(
      AdapterVersion broken, RolloutResult result, RolloutListener listener) {
    LedgerRow row =
        ledger.unfinished().stream()
            .filter(open -> open.adapter().equals(broken.name()))
            .findFirst()
            .orElseThrow();
    Objection objection =
        new Objection(RolloutCause.REQUESTED, "the watch did not notice the broken adapter");
    Reversal.Outcome outcome =
        reversal(listener)
            .takeBack(
                new Reversal.Case(
                    row, row.previous(), objection, parts.clock().instant(), null, null, null));
    return new RolloutResult(
        RolloutState.ACTIVE,
        broken.name(),
        outcome.active(),
        outcome.reason() + " (" + result.reason() + "); it was taken back by the drill itself",
        result.timings(),
        result.watched());
  }

  private RolloutResult nothing(RolloutState state, String adapter, String reason) {
    return new RolloutResult(
        state,
        adapter,
        store.current().name(),
        reason,
        new RolloutTimings(0, 0, 0, null, null, 0),
        null);
  }

  private Reversal reversal(RolloutListener listener) {
    return new Reversal(parts, ledger, liveness, listener, step);
  }

  private ProcessLock lock(String purpose) {
    return ProcessLock.acquire(store.directory().resolve(".rollout.lock"), purpose);
  }

  private RolloutResult locked(
      String purpose, RolloutListener listener, Function<RolloutListener, RolloutResult> work) {
    try (ProcessLock _ = acquire(purpose)) {
      return work.apply(told(listener));
    }
  }

  private ProcessLock acquire(String purpose) {
    try {
      return lock(purpose);
    } catch (HomeException e) {
      if (e.code() != HomeException.Code.LOCKED) {
        throw e;
      }
      throw new RolloutException(
          RolloutException.Code.LOCKED,
          "the adapters are busy: "
              + e.getMessage()
              + "; wait until it has ended, or stop that process",
          e);
    }
  }

  /** A listener's own failure changes nothing about a rollout. */
  private static RolloutListener told(RolloutListener listener) {
    return (phase, message) -> {
      try {
        listener.on(phase, message);
      } catch (RuntimeException e) {
        log.warn("A listener of the rollout failed in phase {}", phase, e);
      }
    };
  }
}
