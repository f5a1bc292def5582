package dev.nightshift.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.WholeFolder;
import dev.nightshift.reliability.DiskModel.Cut;
import dev.nightshift.reliability.Trial.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few operations of each scenario, spread over it and the same each time, at which the power is
 * cut, the disk is full or fails. {@code bench/crash} does it at all of them.
 */
@Timeout(300)
class InterruptionTests {
  private static final int TRIED = 3;
  private static final List<Cut> CUTS = List.of(Cut.values());
  private static final List<Refusal> REFUSALS = List.of(Refusal.values());

  @TempDir Path folder;

  private static List<Scenario> quick() {
    return Scenarios.all().stream()
        .filter(Scenario::endsWithItsThread)
        .filter(scenario -> !scenario.scenarioName().equals("alerts"))
        .toList();
  }

  /** Three of them, the last one among them. */
  private static List<Integer> spread(int operations) {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 1; i <= TRIED; i++) {
      chosen.add(Math.max(1, operations * i / TRIED));
    }
    return chosen;
  }

  @TestFactory
  List<DynamicTest> nothing_acknowledged_is_lost_when_the_power_goes() {
    return quick().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.scenarioName(), () -> cut(scenario)))
        .toList();
  }

  private void cut(Scenario scenario) throws Exception {
    int operations = Trial.operations(scenario, folder.resolve(scenario.scenarioName())).size();
    int turn = 0;
    List<Integer> at = spread(operations);
    at.add(operations + 1);
    for (int k : at) {
      Cut cut = CUTS.get(turn++ % CUTS.size());
      Path trial = folder.resolve(scenario.scenarioName() + k);
      Trial.cutOff(scenario, trial, k, cut);
      WholeFolder.delete(trial);
    }
  }

  @TestFactory
  List<DynamicTest> a_full_or_failing_disk_is_said_to_be_and_all_goes_on_afterwards() {
    return quick().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.scenarioName(), () -> refuse(scenario)))
        .toList();
  }

  private void refuse(Scenario scenario) throws Exception {
    int operations = Trial.operations(scenario, folder.resolve(scenario.scenarioName())).size();
    int turn = 0;
    for (int k : spread(operations / 2)) {
      Refusal refusal = REFUSALS.get(turn++ % REFUSALS.size());
      Path trial = folder.resolve(scenario.scenarioName() + k);
      Trial.refused(scenario, trial, k, refusal);
      WholeFolder.delete(trial);
    }
  }

  @Test
  void the_crash_points_of_the_pipeline_are_many_and_those_that_matter_are_among_them()
      throws Exception {
    Set<String> names =
        Scenarios.all().stream()
            .filter(Scenario::endsWithItsThread)
            .flatMap(scenario -> names(scenario).stream())
            .collect(Collectors.toSet());
    assertThat(names)
        .hasSizeGreaterThanOrEqualTo(100)
        .contains(
            "first-harvest: move training_data/harvest_*.jsonl",
            "first-harvest: sql insert into harvest_ledger",
            "first-answers: sync memory/log/*.log",
            "deployment: move loras/current",
            "deployment: move loras/latest",
            "deployment: sql insert into rollout",
            "deployment: sql update rollout",
            "deployment: sql insert into outbox_notification",
            "failing-deployment: sql insert into rollout_condemned");
  }

  private Set<String> names(Scenario scenario) {
    try {
      Path trial = folder.resolve("names-" + scenario.scenarioName());
      return Trial.operations(scenario, trial).stream()
          .map(operation -> scenario.scenarioName() + ": " + operation)
          .collect(Collectors.toSet());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
