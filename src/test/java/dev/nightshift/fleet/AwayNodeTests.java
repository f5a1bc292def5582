package dev.nightshift.fleet;

import static dev.nightshift.fleet.FleetRig.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.fleet.FakeNode.Manner;
import dev.nightshift.fleet.FleetRollout.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that go, and that return. */
class AwayNodeTests {
  private final FleetRig rig = new FleetRig("a", "b", "c");

  @AfterEach
  void close() {
    rig.close();
  }

  private Outcome outcome(long id) {
    return rig.rollout(id).ended().orElseThrow();
  }

  @Test
  void aNodeThatIsAwayIsLeftOutAndTriesItWhenItReturns() {
    rig.member("c").kill();
    rig.missTheSilent();
    long id = rig.deploy("b");
    rig.settle();
    assertThat(outcome(id)).isEqualTo(Outcome.ACTIVE);
    assertThat(rig.rollout(id).reason())
        .isEqualTo("2 of 3 nodes; away: c, which follow when they return");

    rig.member("c").start();
    rig.settle();
    assertThat(rig.node("c").active).isEqualTo(NEW);
    assertThat(rig.node("c").did).containsExactly("fetch from b", "deploy late " + NEW);
    assertThat(rig.told).hasSize(1);
  }

  @Test
  void whatANodeThatReturnsTakesBackItTriesNoSecondTimeAndSaysSo() {
    rig.member("c").kill();
    rig.missTheSilent();
    rig.node("c").manner = Manner.TAKES_BACK;
    long id = rig.deploy("b");
    rig.settle();
    rig.member("c").start();
    rig.settle();
    rig.settle();

    assertThat(rig.node("c").did).hasSize(2);
    assertThat(rig.stateOf(id, "c")).isEqualTo(StepState.ROLLED_BACK);
    assertThat(rig.registry.find("c").orElseThrow().note())
        .isEqualTo("stays on base: " + NEW + " did not stay: it is worse");
    assertThat(rig.node("a").active).isEqualTo(NEW);
  }

  @Test
  void aNewNodeTriesWhatTheOthersWereGiven() {
    long id = rig.deploy("b");
    rig.settle();
    rig.members.put("e", rig.new Member(new FakeNode("e"), FleetRig.BASE));
    rig.settle();
    assertThat(rig.node("e").active).isEqualTo(NEW);
    assertThat(outcome(id)).isEqualTo(Outcome.ACTIVE);
  }

  @Test
  void whatAPersonPutOnOneNodeIsLeftThere() {
    rig.deploy("b");
    rig.settle();
    rig.node("a").active = "base";
    rig.settle();
    assertThat(rig.node("a").active).isEqualTo("base");
    assertThat(rig.registry.find("a").orElseThrow().note()).startsWith("has base by itself");
  }

  @Test
  void aProcessThatEndsWhileItTriesItSaysNothingTheFirstTime() {
    for (Manner manner : List.of(Manner.DIES_BEFORE, Manner.DIES_AFTER)) {
      try (FleetRig other = new FleetRig("a", "b", "c")) {
        other.node("c").manner = manner;
        long id = other.deploy("b");
        other.settle();
        assertThat(other.rollout(id).ended()).as(manner.name()).contains(Outcome.ACTIVE);
        assertThat(other.actives().values()).containsOnly(NEW);
      }
    }
  }

  @Test
  void aDatabaseThatDoesNotTakeTheOutcomeSpeaksAgainstNothing() {
    long id = rig.deploy("b");
    rig.member("b").coordinate();
    rig.failing = true;
    rig.readings = 1;
    assertThatThrownBy(() -> rig.member("b").agent.work()).hasMessageContaining("database");
    assertThat(rig.stateOf(id, "b")).isEqualTo(StepState.RUNNING);
    assertThat(rig.node("b").active).isEqualTo(NEW);

    rig.settle();
    assertThat(outcome(id)).isEqualTo(Outcome.ACTIVE);
    assertThat(rig.node("b").did).containsExactly("deploy " + NEW);
  }

  @Test
  void aProcessThatEndsTwiceWhileItTriesItSpeaksAgainstIt() {
    rig.node("c").manner = Manner.DIES_ALWAYS;
    long id = rig.deploy("b");
    rig.settle();
    assertThat(outcome(id)).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(rig.rollout(id).reason()).contains("its process ended 2 times");
    assertThat(rig.actives().values()).containsOnly("base");
  }

  @Test
  void aCanaryThatIsLostWhileItTriesItStopsIt() {
    long id = rig.deploy("b");
    rig.member("a").coordinate();
    lose("b");
    rig.missTheSilent();
    rig.settle();
    assertThat(rig.rollout(id).ended()).isEmpty();

    rig.loseTheSilent();
    rig.settle();
    assertThat(outcome(id)).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(rig.rollout(id).reason()).contains("b: it was not heard of any more");

    // It had come through, but nobody could know.
    rig.node("b").active = NEW;
    rig.member("b").start();
    rig.settle();
    assertThat(rig.node("b").active).isEqualTo("base");
    assertThat(rig.stateOf(id, "b")).isEqualTo(StepState.BACK);
  }

  /** It claims its turn and is gone. */
  private void lose(String name) {
    FleetStep step = rig.ledger.assigned(name).orElseThrow();
    String active = rig.node(name).active;
    assertThat(rig.ledger.claim(step, StepState.RUNNING, rig.member(name).incarnation, active))
        .isTrue();
    rig.member(name).kill();
  }

  @Test
  void anotherNodeThatIsLostWhileItTriesItIsWaitedForAndThenLeftOut() {
    long id = rig.deploy("b");
    rig.member("b").coordinate();
    rig.member("b").work();
    rig.member("b").coordinate();
    lose("a");
    rig.loseTheSilent();
    rig.settle();
    assertThat(outcome(id)).isEqualTo(Outcome.ACTIVE);
    assertThat(rig.stateOf(id, "a")).isEqualTo(StepState.AWAY);

    rig.member("a").start();
    rig.settle();
    assertThat(rig.node("a").active).isEqualTo(NEW);
  }

  @Test
  void aNodeThatIsAwayWhenAllGoBackGoesBackWhenItReturns() {
    rig.node("c").manner = Manner.TAKES_BACK;
    long id = rig.deploy("b");
    rig.member("b").coordinate();
    rig.member("b").work();
    rig.member("b").coordinate();
    rig.member("a").work();
    rig.member("a").kill();
    rig.missTheSilent();
    rig.settle();
    assertThat(outcome(id)).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(rig.rollout(id).reason()).contains("away: a, which go back when they return");
    assertThat(rig.node("a").active).isEqualTo(NEW);

    rig.member("a").start();
    rig.settle();
    assertThat(rig.node("a").active).isEqualTo("base");
  }

  @Test
  void ifTheFirstIsAwayBeforeItsTurnAnotherIsTheFirst() {
    long id = rig.deploy("b");
    rig.member("b").kill();
    rig.missTheSilent();
    rig.node("a").adapters.add(NEW);
    rig.settle();
    assertThat(outcome(id)).isEqualTo(Outcome.ACTIVE);
    assertThat(rig.ledger.step(id, "a").orElseThrow().canary()).isTrue();
    assertThat(rig.stateOf(id, "b")).isEqualTo(StepState.AWAY);
  }

  @Test
  void aNodeThatLivesIsNotForgottenAndItsNameIsItsOwn() {
    assertThatThrownBy(() -> rig.registry.forget("a")).hasMessageContaining("stop it before");
    assertThatThrownBy(() -> rig.registry.forget("z")).hasMessage("there is no node named z");
    var other = new NodeRegistry.Self("a", "http://other:1", "1", FleetRig.BASE, "other");
    assertThat(rig.registry.enter(other, "base")).isFalse();

    rig.member("a").kill();
    rig.missTheSilent();
    assertThat(rig.registry.enter(other, "base")).isTrue();
    assertThat(rig.registry.beat("a", rig.member("a").incarnation, "base")).isFalse();
    rig.missTheSilent();
    rig.registry.forget("a");
    assertThat(rig.registry.find("a")).isEmpty();
  }
}
