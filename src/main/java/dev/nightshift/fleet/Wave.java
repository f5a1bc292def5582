package dev.nightshift.fleet;

import dev.nightshift.fleet.FleetRollout.Kind;
import dev.nightshift.fleet.FleetRollout.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What comes next in a rollout over all nodes: a pure function of what is written down and of who
 * lives, so that it does not matter which node asks, nor how often.
 *
 * @param rollout which
 * @param steps of all nodes, in the order of turns
 * @param live whether a node has been heard of lately
 * @param lost whether a node has been silent for longer than one waits for it
 * @param width how many nodes that are no canaries try it at a time
 */
record Wave(
    FleetRollout rollout,
    List<FleetStep> steps,
    Predicate<String> live,
    Predicate<String> lost,
    int width) {

  Wave {
    steps = List.copyOf(steps);
  }

  /** Something to be written down. */
  sealed interface Move {
    /** A step is in another state. */
    record Change(FleetStep step, StepState to, String reason) implements Move {}

    /** Another node is to try it first, as the one that was to is away. */
    record Promote(FleetStep step) implements Move {}

    /** Those that have it go back. */
    record TakeBack(String reason) implements Move {}

    /** It is decided. */
    record Decide(Outcome outcome, String reason) implements Move {}
  }

  /** What to write down now; nothing while nodes are at work. */
  List<Move> next() {
    return switch (rollout.phase()) {
      case GOING -> rollout.kind() == Kind.DEPLOY ? deploying() : goingBack();
      case TAKING_BACK -> takingBack();
      case TELLING, ENDED -> List.of();
    };
  }

  private List<Move> deploying() {
    Optional<String> objection = objection();
    if (objection.isPresent()) {
      return List.of(new Move.TakeBack(objection.get()));
    }
    List<Move> gone = new ArrayList<>();
    for (FleetStep step : steps) {
      if (step.state() == StepState.ORDERED && !live.test(step.node())) {
        gone.add(away(step, "it was away when its turn came"));
      } else if (step.state() == StepState.RUNNING && lost.test(step.node())) {
        gone.add(away(step, "it was not heard of any more while it tried the adapter"));
      }
    }
    if (!gone.isEmpty()) {
      return gone;
    }
    if (in(StepState.ORDERED) + in(StepState.RUNNING) > 0) {
      return List.of();
    }
    boolean proven =
        steps.stream().anyMatch(step -> step.canary() && step.state() == StepState.ACTIVE);
    List<Move> canaries = turns(true, steps.size());
    if (!canaries.isEmpty()) {
      return canaries;
    }
    if (!proven) {
      return anotherCanary();
    }
    List<Move> others = turns(false, width);
    return others.isEmpty() ? List.of(new Move.Decide(Outcome.ACTIVE, summary())) : others;
  }

  /** Why the adapter must go: a node's verdict, or that a canary was lost while it tried it. */
  private Optional<String> objection() {
    return steps.stream()
        .filter(
            step ->
                step.state().refused()
                    || (step.canary()
                        && step.state() == StepState.RUNNING
                        && lost.test(step.node())))
        .map(
            step ->
                step.node()
                    + ": "
                    + (step.state().refused()
                        ? step.reason()
                        : "it was not heard of any more while it tried the adapter first"))
        .findFirst();
  }

  /** The next that may begin, and those whose turn it would be and who are away. */
  private List<Move> turns(boolean canaries, int most) {
    List<Move> moves = new ArrayList<>();
    StepState order = rollout.kind() == Kind.DEPLOY ? StepState.ORDERED : StepState.BACK_ORDERED;
    int ordered = 0;
    for (FleetStep step : steps) {
      if (step.canary() == canaries && step.state() == StepState.WAITING && ordered < most) {
        if (live.test(step.node())) {
          moves.add(new Move.Change(step, order, step.reason()));
          ordered++;
        } else if (rollout.kind() == Kind.DEPLOY) {
          moves.add(away(step, "it was away when its turn came"));
        } else {
          moves.add(new Move.Change(step, order, "it is away, and goes back when it returns"));
        }
      }
    }
    return moves;
  }

  private List<Move> anotherCanary() {
    return steps.stream()
        .filter(step -> step.state() == StepState.WAITING && live.test(step.node()))
        .findFirst()
        .map(step -> List.<Move>of(new Move.Promote(step)))
        .orElseGet(
            () -> List.of(new Move.Decide(Outcome.REJECTED, "no node is there that could try it")));
  }

  private List<Move> takingBack() {
    List<Move> moves = new ArrayList<>();
    for (FleetStep step : steps) {
      switch (step.state()) {
        case WAITING, ORDERED ->
            moves.add(new Move.Change(step, StepState.SKIPPED, "it never was its turn"));
        case ACTIVE -> moves.add(new Move.Change(step, StepState.BACK_ORDERED, step.reason()));
        case RUNNING -> {
          if (!live.test(step.node())) {
            moves.add(
                new Move.Change(
                    step, StepState.BACK_ORDERED, "it is away, and goes back when it returns"));
          }
        }
        case REJECTED,
            ROLLED_BACK,
            AWAY,
            SKIPPED,
            BACK_ORDERED,
            BACK_RUNNING,
            BACK,
            BACK_FAILED -> {}
      }
    }
    if (!moves.isEmpty() || in(StepState.RUNNING) > 0 || returning()) {
      return moves;
    }
    boolean had =
        steps.stream()
            .anyMatch(
                step ->
                    step.state() == StepState.ROLLED_BACK
                        || step.state() == StepState.BACK
                        || step.state() == StepState.BACK_FAILED
                        || step.state().returning());
    Outcome outcome = had ? Outcome.ROLLED_BACK : Outcome.REJECTED;
    return List.of(
        new Move.Decide(
            in(StepState.BACK_FAILED) > 0 ? Outcome.FAILED : outcome,
            rollout.reason() + failures() + stillAway()));
  }

  private List<Move> goingBack() {
    if (returning()) {
      return List.of();
    }
    List<Move> canaries = turns(true, steps.size());
    if (!canaries.isEmpty()) {
      return canaries;
    }
    boolean failed =
        steps.stream().anyMatch(step -> step.canary() && step.state() == StepState.BACK_FAILED);
    if (failed && in(StepState.WAITING) > 0) {
      return steps.stream()
          .filter(step -> step.state() == StepState.WAITING)
          .map(step -> (Move) new Move.Change(step, StepState.SKIPPED, "it never was its turn"))
          .toList();
    }
    List<Move> others = turns(false, width);
    if (!others.isEmpty()) {
      return others;
    }
    return List.of(
        in(StepState.BACK_FAILED) > 0
            ? new Move.Decide(Outcome.FAILED, summary() + failures())
            : new Move.Decide(Outcome.BACK, summary()));
  }

  private static Move away(FleetStep step, String reason) {
    return new Move.Change(step, StepState.AWAY, reason);
  }

  /** Whether nodes that live have still to go back. */
  private boolean returning() {
    return steps.stream().anyMatch(step -> step.state().returning() && live.test(step.node()));
  }

  private long in(StepState state) {
    return steps.stream().filter(step -> step.state() == state).count();
  }

  private String summary() {
    StepState good = rollout.kind() == Kind.DEPLOY ? StepState.ACTIVE : StepState.BACK;
    return "%d of %d nodes%s".formatted(in(good), steps.size(), stillAway());
  }

  private String stillAway() {
    String names =
        steps.stream()
            .filter(step -> step.state() == StepState.AWAY || step.state().returning())
            .map(FleetStep::node)
            .collect(Collectors.joining(", "));
    boolean deploys = rollout.kind() == Kind.DEPLOY && rollout.phase() == FleetRollout.Phase.GOING;
    return names.isEmpty()
            || (!deploys && in(StepState.BACK_ORDERED) + in(StepState.BACK_RUNNING) == 0)
        ? ""
        : "; away: "
            + names
            + (deploys ? ", which follow" : ", which go back")
            + " when they return";
  }

  private String failures() {
    return steps.stream()
        .filter(step -> step.state() == StepState.BACK_FAILED)
        .map(step -> "; " + step.node() + " could not go back: " + step.reason())
        .collect(Collectors.joining());
  }
}
