package dev.nightshift.reliability;

import dev.nightshift.harvest.HarvestScenario;
import dev.nightshift.memory.MemoryScenario;
import dev.nightshift.nightly.NightScenario;
import dev.nightshift.notify.OutboxScenario;
import dev.nightshift.rollout.RolloutScenario;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios there are. */
final class Scenarios {
  private Scenarios() {}

  static List<Scenario> all() {
    return Stream.<Stream<? extends Scenario>>of(
            Stream.of(MemoryScenario.values()),
            Stream.of(HarvestScenario.values()),
            Stream.of(RolloutScenario.values()),
            Stream.of(OutboxScenario.values()),
            Stream.of(NightScenario.values()))
        .<Scenario>flatMap(scenarios -> scenarios)
        .toList();
  }

  static Scenario named(String name) {
    return all().stream()
        .filter(scenario -> scenario.scenarioName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario is called " + name));
  }
}
