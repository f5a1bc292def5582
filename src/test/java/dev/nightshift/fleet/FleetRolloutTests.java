package dev.nightshift.fleet;

import static dev.nightshift.fleet.FleetRig.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.fleet.FakeNode.Manner;
import dev.nightshift.fleet.FleetRollout.Outcome;
import dev.nightshift.notify.Notification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetRolloutTests {
  private final FleetRig rig = new FleetRig("a", "b", "c", "d");

  @AfterEach
  void close() {
    rig.close();
  }

  private void assertOutcome(long id, Outcome outcome) {
    assertThat(rig.rollout(id).ended()).contains(outcome);
  }

  @Test
  void oneNodeTriesItFirstThenTheOthersOneAfterAnotherAndOneMessageSaysSo() {
    long id = rig.deploy("b");
    rig.member("a").coordinate();

    assertThat(rig.stateOf(id, "b")).isEqualTo(StepState.ORDERED);
    assertThat(rig.ledger.steps(id)).filteredOn(FleetStep::canary).hasSize(1);
    rig.member("b").work();
    rig.member("a").coordinate();
    assertThat(rig.ledger.steps(id))
        .filteredOn(step -> step.state() == StepState.ORDERED)
        .extracting(FleetStep::node)
        .containsExactly("a");

    rig.settle();
    assertOutcome(id, Outcome.ACTIVE);
    assertThat(rig.actives()).containsValues(NEW, NEW, NEW, NEW);
    assertThat(rig.node("c").did).containsExactly("fetch from b", "deploy " + NEW);
    assertThat(rig.told).hasSize(1);
    assertThat(rig.told.getFirst().kind()).isEqualTo(Notification.Kind.DEPLOYED);
    assertThat(rig.told.getFirst().fields()).containsKeys("a", "b", "c", "d");
  }

  @Test
  void whatTheCanaryTakesBackReachesNobodyElse() {
    rig.node("b").manner = Manner.TAKES_BACK;
    long id = rig.deploy("b");
    rig.settle();

    assertOutcome(id, Outcome.ROLLED_BACK);
    assertThat(rig.rollout(id).reason()).isEqualTo("b: it is worse");
    assertThat(rig.actives()).containsOnly(entry("a"), entry("b"), entry("c"), entry("d"));
    assertThat(rig.node("a").did).isEmpty();
    assertThat(rig.told)
        .extracting(Notification::kind)
        .containsExactly(Notification.Kind.ROLLED_BACK);
  }

  private static Map.Entry<String, String> entry(String node) {
    return Map.entry(node, "base");
  }

  @Test
  void whatOneOfTheOthersTakesBackIsTakenBackFromAll() {
    String old = "adapter_20261121T020000Z_bbbbbbbb";
    for (String name : List.of("a", "b")) {
      rig.node(name).adapters.add(old);
      rig.node(name).active = old;
    }
    rig.node("c").manner = Manner.TAKES_BACK;
    long id = rig.deploy("b");
    rig.settle();

    assertOutcome(id, Outcome.ROLLED_BACK);
    assertThat(rig.actives())
        .containsEntry("a", old)
        .containsEntry("b", old)
        .containsEntry("c", "base")
        .containsEntry("d", "base");
    assertThat(rig.node("b").did).endsWith("rollback to " + old);
    assertThat(rig.stateOf(id, "d")).isEqualTo(StepState.SKIPPED);
    assertThat(rig.told).hasSize(1);
  }

  @Test
  void aRefusalBeforeTheSwapEndsItWithNothingTakenBack() {
    rig.node("b").manner = Manner.REJECTS;
    long id = rig.deploy("b");
    rig.settle();
    assertOutcome(id, Outcome.REJECTED);
    assertThat(rig.rollout(id).reason()).isEqualTo("b: it changes nothing");
  }

  @Test
  void aNodeThatThrowsStopsItToo() {
    rig.node("c").manner = Manner.THROWS;
    long id = rig.deploy("b");
    rig.settle();
    assertOutcome(id, Outcome.ROLLED_BACK);
    assertThat(rig.actives().values()).containsOnly("base");
  }

  @Test
  void aNodeThatCannotFetchItTriesForAWhileAndThenStopsItToo() {
    rig.node("c").manner = Manner.NO_TRANSFER;
    long id = rig.deploy("b");
    rig.settle();
    assertThat(rig.rollout(id).ended()).isEmpty();
    assertThat(rig.ledger.step(id, "c").orElseThrow().reason()).isEqualTo("nobody gives it");
    assertThat(rig.node("a").active).isEqualTo(NEW);

    rig.loseTheSilent();
    rig.settle();
    assertOutcome(id, Outcome.ROLLED_BACK);
    assertThat(rig.rollout(id).reason()).isEqualTo("c: nobody gives it");
    assertThat(rig.actives().values()).containsOnly("base");
  }

  @Test
  void aNodeThatCannotGoBackIsTakenOffTheAdapterAllTheSameAndPeopleHearOfIt() {
    rig.node("b").cannotGoBack = true;
    rig.node("c").manner = Manner.TAKES_BACK;
    long id = rig.deploy("b");
    rig.settle();

    assertOutcome(id, Outcome.FAILED);
    assertThat(rig.node("b").active).isEqualTo("base");
    assertThat(rig.told.getFirst().kind()).isEqualTo(Notification.Kind.ERROR);
    assertThat(rig.rollout(id).reason()).contains("b could not go back: cannot go to base");
  }

  @Test
  void aNodeWhoseAdaptersAreBusyGetsItsTurnLater() {
    rig.node("c").manner = Manner.BUSY;
    long id = rig.deploy("b");
    rig.settle();
    assertOutcome(id, Outcome.ACTIVE);
    assertThat(rig.node("c").did).hasSize(3);
  }

  @Test
  void aShareOfTheNodesCanTryItFirstAndTheOthersInWaves() {
    rig.settings = settings(0.5, 2);
    rig.members.values().forEach(FleetRig.Member::start);
    long id = rig.deploy("b");
    rig.member("a").coordinate();
    assertThat(rig.ledger.steps(id))
        .filteredOn(step -> step.state() == StepState.ORDERED)
        .extracting(FleetStep::node)
        .containsExactly("b", "a");
    rig.member("a").work();
    rig.member("a").coordinate();
    assertThat(rig.stateOf(id, "c")).isEqualTo(StepState.WAITING);
    rig.member("b").work();
    rig.member("a").coordinate();
    assertThat(rig.ledger.steps(id))
        .filteredOn(step -> step.state() == StepState.ORDERED)
        .hasSize(2);
  }

  static FleetSettings settings(double canary, int wave) {
    FleetSettings d = FleetSettings.defaults();
    return new FleetSettings(
        "", "", "", d.heartbeat(), d.awayAfter(), d.patience(), canary, wave, 10, d.transferTime());
  }

  @Test
  void oneRolloutOverAllNodesAtATimeAndTheSameRequestIsTheSameRollout() {
    long id = rig.plan("a").deploy("night-1", FleetRig.manifest(NEW), false);
    assertThat(rig.plan("b").deploy("night-1", FleetRig.manifest(NEW), false)).isEqualTo(id);
    assertThatThrownBy(() -> rig.deploy("b"))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("another rollout over all nodes is under way");
    rig.node("a").adapters.add(NEW);
    rig.settle();
    assertThat(rig.plan("c").deploy("night-1", FleetRig.manifest(NEW), false)).isEqualTo(id);
  }

  @Test
  void aNodeWithAnotherBaseRefusesBeforeAnythingMoves() {
    rig.members.put("e", rig.new Member(new FakeNode("e"), "e".repeat(64)));
    assertThatThrownBy(() -> rig.deploy("b"))
        .hasMessageContaining("e serves " + "e".repeat(64))
        .hasMessageContaining("nothing was moved");
    assertThat(rig.ledger.open()).isEmpty();

    rig.member("e").kill();
    rig.missTheSilent();
    long id = rig.deploy("b");
    rig.settle();
    assertOutcome(id, Outcome.ACTIVE);
    rig.member("e").start();
    rig.settle();
    assertThat(rig.stateOf(id, "e")).isEqualTo(StepState.REJECTED);
    assertThat(rig.node("e").did).isEmpty();
    assertThat(rig.registry.find("e").orElseThrow().note()).contains("was trained on the base");
  }

  @Test
  void allGoBackTheSameWayEachToWhatItHad() {
    String old = "adapter_20261121T020000Z_bbbbbbbb";
    rig.node("a").adapters.add(old);
    rig.node("a").active = old;
    long first = rig.deploy("b");
    rig.settle();
    assertOutcome(first, Outcome.ACTIVE);

    rig.beat();
    long id = rig.plan("b").rollback("back", "", null);
    rig.member("c").coordinate();
    assertThat(rig.ledger.steps(id))
        .filteredOn(step -> step.state() == StepState.BACK_ORDERED)
        .extracting(FleetStep::node)
        .containsExactly("b");
    rig.settle();
    assertOutcome(id, Outcome.BACK);
    assertThat(rig.actives()).containsEntry("a", old).containsEntry("d", "base");
    assertThat(rig.told).hasSize(2);
    rig.settle();
    assertThat(rig.node("a").active).isEqualTo(old);
  }

  @Test
  void aRollbackThatTheFirstNodeRefusesLeavesTheOthers() {
    long first = rig.deploy("b");
    rig.settle();
    assertOutcome(first, Outcome.ACTIVE);
    rig.node("b").cannotGoBack = true;
    long id = rig.plan("b").rollback("back", "base", null);
    rig.settle();
    assertOutcome(id, Outcome.FAILED);
    assertThat(rig.actives().values()).containsOnly(NEW);
  }
}
