package dev.nightshift.fleet;

import static dev.nightshift.fleet.FleetRig.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.fleet.FakeNode.Manner;
import dev.nightshift.fleet.FleetRollout.Outcome;
import dev.nightshift.notify.Notification;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The process dies at every single place where it writes something down, the clock being read
 * there; it starts again, and the end is the same as if nothing had happened.
 */
class KilledCoordinatorTests {
  /** No run of these writes this often. */
  private static final int MOST_READINGS = 2_000;

  /** Kills at the first place, at the second, and so on, until a run is over before it. */
  private static int everywhere(Consumer<FleetRig> prepare, Consumer<FleetRig> check) {
    for (int kill = 1; kill < MOST_READINGS; kill++) {
      try (FleetRig rig = FleetRig.shared("a", "b", "c")) {
        prepare.accept(rig);
        long id = rig.deploy("b");
        rig.readings = kill;
        boolean reached = run(rig);
        assertThat(rig.rollout(id).ended()).as("killed at %d", kill).isPresent();
        check.accept(rig);
        assertThat(rig.told.stream().map(Notification::id).distinct())
            .as("killed at %d", kill)
            .hasSize(1);
        if (!reached) {
          return kill;
        }
      }
    }
    throw new AssertionError("a run writes more often than was thought");
  }

  /** Whether the process was killed on the way. */
  private static boolean run(FleetRig rig) {
    for (int round = 0; round < 40 && rig.ledger.open().isPresent(); round++) {
      for (FleetRig.Member member : rig.members.values()) {
        member.coordinate();
        member.work();
      }
      if (rig.readings < 0) {
        break;
      }
    }
    boolean reached = rig.readings < 0;
    rig.readings = -1;
    // Whoever died may have held the lease.
    rig.missTheSilent();
    rig.settle();
    return reached;
  }

  @Test
  void aGoodAdapterIsGivenToAllWhereverTheProcessIsKilled() {
    int places =
        everywhere(
            rig -> {},
            rig -> {
              assertThat(rig.actives().values()).containsOnly(NEW);
              assertThat(rig.ledger.recent(1).getFirst().outcome()).isEqualTo(Outcome.ACTIVE);
            });
    assertThat(places).isGreaterThan(20);
  }

  @Test
  void aWorseOneIsTakenBackFromAllWhereverTheProcessIsKilled() {
    int places =
        everywhere(
            rig -> rig.node("c").manner = Manner.TAKES_BACK,
            rig -> {
              assertThat(rig.actives().values()).containsOnly("base");
              assertThat(rig.ledger.recent(1).getFirst().outcome()).isEqualTo(Outcome.ROLLED_BACK);
            });
    assertThat(places).isGreaterThan(20);
  }

  @Test
  void whoeverHoldsTheLeaseIsTheOnlyOneThatCoordinates() {
    try (FleetRig rig = new FleetRig("a", "b")) {
      long id = rig.deploy("a");
      rig.member("a").coordinate();
      assertThat(rig.stateOf(id, "a")).isEqualTo(StepState.ORDERED);
      rig.member("a").work();
      rig.member("b").coordinate();
      assertThat(rig.stateOf(id, "b")).isEqualTo(StepState.WAITING);

      rig.member("a").kill();
      rig.missTheSilent();
      rig.member("b").coordinate();
      assertThat(rig.stateOf(id, "b")).isEqualTo(StepState.ORDERED);
    }
  }

  @Test
  void peopleAreToldAlsoWhenTheProcessIsKilledBetweenTheDecisionAndTheMessage() {
    try (FleetRig rig = new FleetRig("a")) {
      long id = rig.deploy("a");
      rig.ledger.decide(id, Outcome.ACTIVE, "1 of 1 nodes");
      assertThat(rig.rollout(id).ended()).isEmpty();
      rig.settle();
      assertThat(rig.told).hasSize(1);
      assertThat(rig.rollout(id).ended()).contains(Outcome.ACTIVE);
    }
  }
}
