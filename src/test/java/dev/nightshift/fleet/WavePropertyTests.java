package dev.nightshift.fleet;

import static dev.nightshift.fleet.FleetRig.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.fleet.FakeNode.Manner;
import dev.nightshift.fleet.FleetRollout.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever nodes do and in whichever order, a rollout over all of them keeps its promises. */
class WavePropertyTests {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final String OLD = "adapter_20261121T020000Z_bbbbbbbb";

  /** What happens next. */
  enum Event {
    WORK,
    COORDINATE,
    KILL,
    RETURN,
    BEAT,
    MISS,
    LOSE
  }

  /** Something that happens to a node. */
  record Happening(Event event, int node) {}

  /** How the nodes are at the beginning. */
  record Setting(List<Manner> manners, List<Boolean> old, int wave, double canary) {}

  @Provide
  Arbitrary<Setting> settings() {
    return Combinators.combine(
            Arbitraries.frequency(
                    Tuple.of(6, Manner.GOOD),
                    Tuple.of(1, Manner.REJECTS),
                    Tuple.of(1, Manner.TAKES_BACK),
                    Tuple.of(1, Manner.DIES_BEFORE),
                    Tuple.of(1, Manner.DIES_AFTER),
                    Tuple.of(1, Manner.DIES_ALWAYS),
                    Tuple.of(1, Manner.BUSY),
                    Tuple.of(1, Manner.NO_TRANSFER),
                    Tuple.of(1, Manner.THROWS))
                .list()
                .ofSize(NAMES.size()),
            Arbitraries.of(true, false).list().ofSize(NAMES.size()),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(0.0, 0.5, 1.0))
        .as(Setting::new);
  }

  @Provide
  Arbitrary<List<Happening>> happenings() {
    Arbitrary<Event> events =
        Arbitraries.frequency(
            Tuple.of(8, Event.WORK),
            Tuple.of(8, Event.COORDINATE),
            Tuple.of(3, Event.BEAT),
            Tuple.of(2, Event.RETURN),
            Tuple.of(1, Event.KILL),
            Tuple.of(1, Event.MISS),
            Tuple.of(1, Event.LOSE));
    return Combinators.combine(events, Arbitraries.integers().between(0, NAMES.size() - 1))
        .as(Happening::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 150)
  void nobodyIsLeftWithoutAnAdapterAndWhatFailsIsTakenBackFromAll(
      @ForAll("settings") Setting setting, @ForAll("happenings") List<Happening> happenings) {
    try (FleetRig rig = rig(setting)) {
      Map<String, String> before = rig.actives();
      long id = rig.deploy("a");
      for (Happening happening : happenings) {
        happen(rig, happening);
        check(rig, id, before, setting);
      }
      rig.members.values().stream().filter(one -> !one.here).forEach(FleetRig.Member::start);
      rig.settle();
      // Whoever cannot get the adapter has waited for it long enough.
      rig.loseTheSilent();
      rig.settle();
      check(rig, id, before, setting);
      checkEnd(rig, id, before);
    }
  }

  private static FleetRig rig(Setting setting) {
    FleetRig rig = FleetRig.shared(NAMES.toArray(String[]::new));
    rig.settings = FleetRolloutTests.settings(setting.canary(), setting.wave());
    for (int i = 0; i < NAMES.size(); i++) {
      FakeNode node = rig.node(NAMES.get(i));
      node.manner = setting.manners().get(i);
      if (setting.old().get(i)) {
        node.adapters.add(OLD);
        node.active = OLD;
      }
    }
    rig.members.values().forEach(FleetRig.Member::start);
    return rig;
  }

  private static void happen(FleetRig rig, Happening happening) {
    FleetRig.Member member = rig.member(NAMES.get(happening.node()));
    switch (happening.event()) {
      case WORK -> member.work();
      case COORDINATE -> member.coordinate();
      case KILL -> member.kill();
      case RETURN -> {
        if (!member.here) {
          member.start();
        }
      }
      case BEAT -> rig.beat();
      case MISS -> rig.missTheSilent();
      case LOSE -> rig.loseTheSilent();
    }
  }

  /** What holds at any time. */
  private static void check(FleetRig rig, long id, Map<String, String> before, Setting setting) {
    rig.members.values().stream()
        .map(member -> member.node)
        .forEach(
            node -> {
              assertThat(node.adapters).contains(node.active);
              assertThat(node.active).isIn(NEW, before.get(node.name));
            });
    List<FleetStep> steps = rig.ledger.steps(id);
    boolean going = rig.rollout(id).phase() == FleetRollout.Phase.GOING;
    Set<StepState> begun = Set.of(StepState.ORDERED, StepState.RUNNING, StepState.ACTIVE);
    if (going && steps.stream().anyMatch(step -> !step.canary() && begun.contains(step.state()))) {
      assertThat(steps)
          .anyMatch(step -> step.canary() && step.state() == StepState.ACTIVE)
          .noneMatch(step -> step.canary() && step.state() == StepState.WAITING);
    }
    long trying =
        steps.stream()
            .filter(step -> !step.canary() && going)
            .filter(step -> step.state() == StepState.ORDERED || step.state() == StepState.RUNNING)
            .count();
    assertThat(trying).isLessThanOrEqualTo(setting.wave());
  }

  /** What holds when all nodes are there and have done what there was to do. */
  private static void checkEnd(FleetRig rig, long id, Map<String, String> before) {
    FleetRollout rollout = rig.rollout(id);
    assertThat(rollout.ended()).isPresent();
    assertThat(rig.told).hasSize(1);
    Map<String, StepState> states =
        rig.ledger.steps(id).stream().collect(Collectors.toMap(FleetStep::node, FleetStep::state));
    assertThat(states.values()).noneMatch(StepState::open);
    for (FleetRig.Member member : rig.members.values()) {
      FakeNode node = member.node;
      if (rollout.ended().orElseThrow() != Outcome.ACTIVE) {
        assertThat(node.active).as(node.name).isEqualTo(before.get(node.name));
      } else {
        StepState state = states.get(node.name);
        assertThat(state)
            .isIn(StepState.ACTIVE, StepState.REJECTED, StepState.ROLLED_BACK, StepState.AWAY);
        assertThat(node.active)
            .as(node.name)
            .isEqualTo(state == StepState.ACTIVE ? NEW : before.get(node.name));
      }
    }
  }
}
