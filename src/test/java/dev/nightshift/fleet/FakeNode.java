package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.rollout.RolloutException;
import dev.nightshift.rollout.RolloutResult;
import dev.nightshift.rollout.RolloutState;
import dev.nightshift.rollout.RolloutTimings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A node whose rollouts end as a test says, without a model. */
final class FakeNode implements NodeRollouts {
  /** What becomes of an adapter on it. */
  enum Manner {
    GOOD,
    REJECTS,
    TAKES_BACK,
    /** The process is killed before the swap, the first time. */
    DIES_BEFORE,
    /** The process is killed when the adapter has passed, before that is written down. */
    DIES_AFTER,
    /** The process is killed on probation, each time. */
    DIES_ALWAYS,
    /** Something else holds the adapters, the first time. */
    BUSY,
    /** No other node gives the adapter. */
    NO_TRANSFER,
    /** It throws with the adapter swapped in. */
    THROWS
  }

  private static final RolloutTimings TIMINGS = new RolloutTimings(1, 2, 3, null, 4L, 10);

  final String name;
  final Set<String> adapters = new HashSet<>(Set.of("base"));
  final List<String> did = new ArrayList<>();
  Manner manner = Manner.GOOD;
  String active = "base";
  boolean cannotGoBack;
  private boolean tried;

  FakeNode(String name) {
    this.name = name;
  }

  /** Whether the adapter stays on it in the end, if nothing else happens. */
  boolean keeps() {
    return switch (manner) {
      case GOOD, DIES_BEFORE, DIES_AFTER, BUSY -> true;
      case REJECTS, TAKES_BACK, DIES_ALWAYS, NO_TRANSFER, THROWS -> false;
    };
  }

  @Override
  public String active() {
    return active;
  }

  @Override
  public boolean has(String adapter) {
    return adapters.contains(adapter);
  }

  @Override
  public void fetch(AdapterManifest manifest, List<FleetNode> from) {
    if (manner == Manner.NO_TRANSFER || from.isEmpty()) {
      throw new FleetException(FleetException.Code.TRANSFER, "nobody gives it");
    }
    did.add("fetch from " + from.getFirst().name());
    adapters.add(manifest.version());
  }

  @Override
  public RolloutResult deploy(String adapter, boolean named, boolean ordered) {
    if (!adapters.contains(adapter)) {
      throw new IllegalStateException("deployed what is not there");
    }
    did.add((ordered ? "deploy " : "deploy late ") + adapter);
    if (active.equals(adapter)) {
      return result(RolloutState.ACTIVE, adapter, "it is active already");
    }
    boolean first = !tried;
    tried = true;
    return switch (manner) {
      case GOOD, NO_TRANSFER -> activated(adapter);
      case REJECTS -> result(RolloutState.REJECTED, adapter, "it changes nothing");
      case TAKES_BACK -> result(RolloutState.ROLLED_BACK, adapter, "it is worse");
      case DIES_BEFORE, DIES_ALWAYS -> {
        if (first || manner == Manner.DIES_ALWAYS) {
          throw new Error("killed");
        }
        yield activated(adapter);
      }
      case DIES_AFTER -> {
        active = adapter;
        throw new Error("killed");
      }
      case BUSY -> {
        if (first) {
          throw new RolloutException(RolloutException.Code.LOCKED, "a drill is under way");
        }
        yield activated(adapter);
      }
      case THROWS -> {
        active = adapter;
        throw new IllegalStateException("no disk");
      }
    };
  }

  private RolloutResult activated(String adapter) {
    active = adapter;
    return result(RolloutState.ACTIVE, adapter, "it passed");
  }

  @Override
  public RolloutResult rollback(Optional<String> to) {
    String target = to.orElse("base");
    did.add("rollback to " + target);
    if (!adapters.contains(target) || (cannotGoBack && to.isPresent())) {
      return result(RolloutState.REJECTED, active, "cannot go to " + target);
    }
    if (active.equals(target)) {
      return result(RolloutState.NOTHING_TO_DO, active, "nothing to take back");
    }
    active = target;
    return result(RolloutState.ROLLED_BACK, target, "a person asked for it");
  }

  private RolloutResult result(RolloutState state, String adapter, String reason) {
    return new RolloutResult(state, adapter, active, reason, TIMINGS, null);
  }
}
