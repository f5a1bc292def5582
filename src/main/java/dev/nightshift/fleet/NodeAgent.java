package dev.nightshift.fleet;

import dev.nightshift.fleet.FleetRollout.Kind;
import dev.nightshift.fleet.FleetRollout.Phase;
import dev.nightshift.fleet.FleetStep.Timings;
import dev.nightshift.rollout.RolloutException;
import dev.nightshift.rollout.RolloutResult;
import dev.nightshift.rollout.RolloutState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the rollouts over all nodes have for this one to do, by its own rollouts, and writes
 * down how it went. Not thread-safe: one thread works.
 */
final class NodeAgent {
  private static final Logger log = LoggerFactory.getLogger(NodeAgent.class);
  private static final int LATE = 1_000_000;

  /** A process that ended while it tried an adapter says nothing against it the first time. */
  private static final int MOST_ATTEMPTS = 2;

  private final NodeRegistry.Self self;
  private final FleetLedger ledger;
  private final NodeRegistry registry;
  private final NodeRollouts rollouts;
  private final AdapterSupply supply;
  private final FleetSettings settings;
  private final InstantSource clock;
  private final Map<Long, Instant> waiting = new HashMap<>();
  private volatile boolean stopped;

  NodeAgent(
      NodeRegistry.Self self,
      FleetLedger ledger,
      NodeRegistry registry,
      NodeRollouts rollouts,
      FleetSettings settings,
      InstantSource clock) {
    this.self = self;
    this.ledger = ledger;
    this.registry = registry;
    this.rollouts = rollouts;
    this.supply = new AdapterSupply(self, ledger, registry, rollouts);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Does the next thing there is to do.
   *
   * @return whether there was something
   */
  boolean work() {
    if (stopped) {
      return false;
    }
    Optional<FleetStep> assigned = ledger.assigned(self.name());
    return assigned.isPresent() ? perform(assigned.get()) : catchUp();
  }

  /**
   * What goes on ends unjudged: the server is stopping under it, and whatever comes of it now says
   * nothing about the adapter.
   */
  void stop() {
    stopped = true;
  }

  private boolean perform(FleetStep step) {
    FleetRollout rollout = ledger.find(step.rollout()).orElseThrow();
    return switch (step.state()) {
      case ORDERED -> {
        String active = rollouts.active();
        yield ledger.claim(step, StepState.RUNNING, self.incarnation(), active)
            && attempt(rollout, step, active, true);
      }
      case RUNNING -> resume(rollout, step);
      case BACK_ORDERED, BACK_RUNNING ->
          ledger.claim(step, StepState.BACK_RUNNING, self.incarnation(), step.previous())
              && goBack(rollout, step);
      case WAITING, ACTIVE, REJECTED, ROLLED_BACK, AWAY, SKIPPED, BACK, BACK_FAILED -> false;
    };
  }

  /** What a process that is gone began; its rollouts have been ended when this one started. */
  private boolean resume(FleetRollout rollout, FleetStep step) {
    String active = rollouts.active();
    if (active.equals(rollout.adapter())) {
      return finish(step, StepState.ACTIVE, "it had passed when its process ended", Timings.none());
    }
    if (step.attempts() >= MOST_ATTEMPTS) {
      String reason = "its process ended " + step.attempts() + " times while it tried it";
      return finish(step, StepState.ROLLED_BACK, reason, Timings.none());
    }
    return ledger.claim(step, StepState.RUNNING, self.incarnation(), step.previous())
        && attempt(rollout, step, step.previous(), true);
  }

  private boolean attempt(FleetRollout rollout, FleetStep step, String previous, boolean ordered) {
    RolloutResult result;
    try {
      supply.require(rollout);
      result = rollouts.deploy(rollout.adapter(), rollout.named(), ordered);
    } catch (RuntimeException e) {
      if (passing(e) && !failed(rollout, previous) && postponed(rollout, step, e, ordered)) {
        return false;
      }
      return refuse(rollout, step, previous, e);
    }
    StepState state =
        switch (result.state()) {
          case ACTIVE -> StepState.ACTIVE;
          case REJECTED -> StepState.REJECTED;
          case ROLLED_BACK, PROBATION, NOTHING_TO_DO -> StepState.ROLLED_BACK;
        };
    // Outside: a database that does not take it says nothing against the adapter; see resume.
    return finish(step, state, result.reason(), timings(result));
  }

  /** Whether it may go better a little later: something holds the adapters, or a node is away. */
  private static boolean passing(RuntimeException cause) {
    return switch (cause) {
      case RolloutException e -> e.code() == RolloutException.Code.LOCKED;
      case FleetException e -> e.code() == FleetException.Code.TRANSFER;
      default -> false;
    };
  }

  /** Puts it off, unless that has gone on for too long; one that is late has time. */
  private boolean postponed(
      FleetRollout rollout, FleetStep step, RuntimeException cause, boolean ordered) {
    Instant now = clock.instant();
    Instant since = waiting.computeIfAbsent(rollout.id(), id -> now);
    if (ordered && since.plus(settings.patience()).isBefore(now)) {
      return false;
    }
    String reason = String.valueOf(cause.getMessage());
    if (!reason.equals(step.reason())) {
      log.info("Rollout {} has to wait here: {}", rollout.id(), reason);
    }
    if (!ordered) {
      registry.note(self.name(), "waits for " + rollout.adapter() + ": " + reason);
    }
    return stopped || ledger.postpone(step, ordered ? StepState.ORDERED : StepState.AWAY, reason);
  }

  /** What throws has not been judged, and must not go on answering. */
  private boolean refuse(
      FleetRollout rollout, FleetStep step, String previous, RuntimeException cause) {
    log.warn("Rollout {} could not be done here", rollout.id(), cause);
    String reason = String.valueOf(cause.getMessage());
    if (!failed(rollout, previous)) {
      return finish(step, StepState.REJECTED, reason, Timings.none());
    }
    RolloutResult result = rollouts.rollback(Optional.of(previous));
    return finish(step, StepState.ROLLED_BACK, reason, timings(result));
  }

  private boolean failed(FleetRollout rollout, String previous) {
    return rollouts.active().equals(rollout.adapter()) && !previous.equals(rollout.adapter());
  }

  private boolean goBack(FleetRollout rollout, FleetStep step) {
    String active = rollouts.active();
    String target = rollout.kind() == Kind.DEPLOY ? step.previous() : target(rollout, step);
    boolean elsewhere = rollout.kind() == Kind.DEPLOY && !active.equals(rollout.adapter());
    if (elsewhere || active.equals(target)) {
      return returned(step, StepState.BACK, active + " is active", Timings.none());
    }
    try {
      if (rollout.kind() == Kind.ROLLBACK) {
        supply.require(rollout);
      }
      RolloutResult result = rollouts.rollback(Optional.of(target).filter(to -> !to.isEmpty()));
      if (result.state() == RolloutState.REJECTED && rollout.kind() == Kind.DEPLOY) {
        RolloutResult other = rollouts.rollback(Optional.empty());
        String reason = result.reason() + "; it went to " + other.active();
        return returned(step, StepState.BACK_FAILED, reason, timings(other));
      }
      boolean there = target.isEmpty() || result.active().equals(target);
      boolean back = result.state() != RolloutState.REJECTED && there;
      String reason = back ? result.active() + " answers" : result.reason();
      return returned(step, back ? StepState.BACK : StepState.BACK_FAILED, reason, timings(result));
    } catch (RolloutException e) {
      if (e.code() == RolloutException.Code.LOCKED) {
        return false;
      }
      return returned(step, StepState.BACK_FAILED, String.valueOf(e.getMessage()), Timings.none());
    } catch (FleetException e) {
      return returned(step, StepState.BACK_FAILED, String.valueOf(e.getMessage()), Timings.none());
    }
  }

  private static String target(FleetRollout rollout, FleetStep step) {
    return rollout.adapter().isEmpty() ? step.previous() : rollout.adapter();
  }

  /**
   * With nothing to do, a node that was away when the others were given an adapter, or is new,
   * tries it as well. Once: where it did not stay, the node keeps what it has and says so.
   */
  private boolean catchUp() {
    if (ledger.open().filter(open -> open.phase() != Phase.TELLING).isPresent()) {
      return false;
    }
    Optional<FleetRollout> decided =
        ledger.decided().filter(rollout -> rollout.kind() == Kind.DEPLOY);
    if (decided.isEmpty()) {
      registry.note(self.name(), "");
      return false;
    }
    FleetRollout rollout = decided.get();
    Optional<FleetStep> mine = ledger.step(rollout.id(), self.name());
    if (mine.isEmpty()) {
      ledger.add(rollout.id(), self.name(), LATE, false, StepState.AWAY, "");
      return true;
    }
    FleetStep step = mine.get();
    if (step.state() != StepState.AWAY) {
      registry.note(self.name(), note(rollout, step));
      return false;
    }
    String active = rollouts.active();
    if (!ledger.claim(step, StepState.RUNNING, self.incarnation(), active)) {
      return false;
    }
    log.info("The nodes were given {} while this one was away", rollout.adapter());
    return attempt(rollout, step, active, false);
  }

  private String note(FleetRollout rollout, FleetStep step) {
    String active = rollouts.active();
    if (active.equals(rollout.adapter())) {
      return "";
    }
    return step.state() == StepState.ACTIVE
        ? "has " + active + " by itself, while the nodes were given " + rollout.adapter()
        : "stays on " + active + ": " + rollout.adapter() + " did not stay: " + step.reason();
  }

  private boolean finish(FleetStep step, StepState to, String reason, Timings timings) {
    log.info("Rollout {} on this node: {}: {}", step.rollout(), to, reason);
    return !stopped && ledger.finish(step, StepState.RUNNING, to, reason, timings);
  }

  private boolean returned(FleetStep step, StepState to, String reason, Timings timings) {
    log.info("Rollout {} on this node: {}: {}", step.rollout(), to, reason);
    return !stopped && ledger.finish(step, StepState.BACK_RUNNING, to, reason, timings);
  }

  private static Timings timings(RolloutResult result) {
    var timings = result.timings();
    return new Timings(
        timings.swap() == 0 ? null : timings.swap(),
        timings.watch() == 0 ? null : timings.watch(),
        timings.detection(),
        timings.recovery());
  }
}
