package dev.nightshift.fleet;

import dev.nightshift.fleet.FleetRollout.Outcome;
import dev.nightshift.fleet.FleetRollout.Phase;
import dev.nightshift.notify.Notification;
import dev.nightshift.notify.Notifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the open rollout on by one step, on whichever node holds the lease. Keeps nothing in
 * memory: another node goes on where this one was killed.
 */
final class Coordinator {
  private static final Logger log = LoggerFactory.getLogger(Coordinator.class);

  private final FleetLedger ledger;
  private final NodeRegistry registry;
  private final Notifier notifier;
  private final FleetSettings settings;
  private final InstantSource clock;
  private final String owner;

  Coordinator(
      FleetLedger ledger,
      NodeRegistry registry,
      Notifier notifier,
      FleetSettings settings,
      InstantSource clock,
      String owner) {
    this.ledger = ledger;
    this.registry = registry;
    this.notifier = notifier;
    this.settings = settings;
    this.clock = clock;
    this.owner = owner;
  }

  /** Does what is due, if there is an open rollout and nobody else coordinates. */
  void advance() {
    if (ledger.open().isEmpty()) {
      return;
    }
    Optional<FleetRollout> decided =
        Optional.ofNullable(ledger.coordinating(owner, settings.awayAfter(), this::step))
            .flatMap(rollout -> rollout);
    decided.ifPresent(
        rollout -> {
          // Told before it is ended: killed in between, the next coordinator tells it again, and
          // the outbox knows what it has by its id.
          tell(rollout);
          ledger.end(rollout.id());
          release();
          log.info("Rollout {} over all nodes: {}", rollout.id(), rollout.reason());
        });
  }

  /** Gives the lease back, so that others need not wait for its end. */
  void release() {
    ledger.release(owner);
  }

  private Optional<FleetRollout> step() {
    Optional<FleetRollout> open = ledger.open();
    if (open.isEmpty() || open.get().phase() == Phase.TELLING) {
      return open;
    }
    FleetRollout rollout = open.get();
    Map<String, FleetNode> nodes =
        registry.all().stream().collect(Collectors.toMap(FleetNode::name, Function.identity()));
    Wave wave =
        new Wave(
            rollout,
            ledger.steps(rollout.id()),
            name -> heard(nodes.get(name), settings.awayAfter()),
            name -> !heard(nodes.get(name), settings.patience()),
            settings.wave());
    for (Wave.Move move : wave.next()) {
      log.info("Rollout {} over all nodes: {}", rollout.id(), words(move));
      apply(rollout, move);
    }
    return Optional.empty();
  }

  private boolean heard(@Nullable FleetNode node, Duration within) {
    return node != null && node.live(clock.instant(), within);
  }

  /** A node that was faster leaves a move without effect; the next step sees what it did. */
  private void apply(FleetRollout rollout, Wave.Move move) {
    switch (move) {
      case Wave.Move.Change change -> ledger.change(change.step(), change.to(), change.reason());
      case Wave.Move.Promote promote -> ledger.promote(promote.step());
      case Wave.Move.TakeBack back -> ledger.takeBack(rollout.id(), back.reason());
      case Wave.Move.Decide decide ->
          ledger.decide(rollout.id(), decide.outcome(), decide.reason());
    }
  }

  private static String words(Wave.Move move) {
    return switch (move) {
      case Wave.Move.Change change -> change.step().node() + " is " + change.to();
      case Wave.Move.Promote promote -> promote.step().node() + " is the canary";
      case Wave.Move.TakeBack back -> "taken back: " + back.reason();
      case Wave.Move.Decide decide -> decide.outcome() + ": " + decide.reason();
    };
  }

  private void tell(FleetRollout rollout) {
    Outcome outcome = rollout.outcome();
    if (outcome == null) {
      return;
    }
    List<FleetStep> steps = ledger.steps(rollout.id());
    Map<String, String> fields = new LinkedHashMap<>();
    steps.forEach(step -> fields.put(step.node(), state(step)));
    notifier.publish(
        new Notification(
            "fleet-" + rollout.id() + "-" + rollout.started().toEpochMilli(),
            kind(outcome),
            title(rollout, outcome),
            rollout.reason(),
            fields));
  }

  private static String state(FleetStep step) {
    String state = step.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return step.reason().isEmpty() ? state : state + ": " + step.reason();
  }

  private static Notification.Kind kind(Outcome outcome) {
    return switch (outcome) {
      case ACTIVE -> Notification.Kind.DEPLOYED;
      case ROLLED_BACK, BACK -> Notification.Kind.ROLLED_BACK;
      case REJECTED, FAILED -> Notification.Kind.ERROR;
    };
  }

  private static String title(FleetRollout rollout, Outcome outcome) {
    String what = rollout.adapter().isEmpty() ? "what it had before" : rollout.adapter();
    return switch (outcome) {
      case ACTIVE -> what + " is active on all nodes";
      case REJECTED -> what + " was refused, no node has it";
      case ROLLED_BACK -> what + " was taken back from all nodes";
      case BACK -> "Every node went back to " + what;
      case FAILED -> "Not every node could go back";
    };
  }
}
