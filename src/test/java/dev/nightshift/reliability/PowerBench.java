package dev.nightshift.reliability;

import dev.nightshift.home.WholeFolder;
import dev.nightshift.reliability.DiskModel.Cut;
import dev.nightshift.reliability.Trial.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cuts the power, fills the disk and fails it at every operation, and prints what held. */
public final class PowerBench {
  private final Path work;
  private final int step;
  private int failed;
  private int trials;

  private PowerBench(Path work, int step) {
    this.work = work;
    this.step = step;
  }

  /** A trial at the k-th operation; empty when there are fewer. */
  private interface At {
    Optional<Operation> run(Path folder, int k) throws Exception;
  }

  /** Arguments: work folder, every how many-th operation, regular expression of scenarios. */
  public static void main(String[] args) throws Exception {
    PowerBench bench = new PowerBench(Path.of(args[0]), Integer.parseInt(args[1]));
    System.out.printf("%-20s %-20s %7s  %s%n", "scenario", "what happens", "at", "held");
    for (Scenario scenario : Scenarios.all()) {
      if (scenario.endsWithItsThread() && scenario.scenarioName().matches(args[2])) {
        for (Cut cut : Cut.values()) {
          bench.run(scenario, cut, (folder, k) -> Trial.cutOff(scenario, folder, k, cut));
        }
        for (Refusal refusal : Refusal.values()) {
          bench.run(scenario, refusal, (folder, k) -> Trial.refused(scenario, folder, k, refusal));
        }
      }
    }
    System.out.printf("%n%d trials, %d did not hold%n", bench.trials, bench.failed);
    System.exit(bench.failed > 0 ? 1 : 0);
  }

  private void run(Scenario scenario, Enum<?> what, At trial) throws Exception {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    boolean more = true;
    for (int k = 1; more; k += step) {
      Path folder = work.resolve(scenario.scenarioName() + "-" + what + "-" + k);
      try {
        more = trial.run(folder, k).isPresent();
      } catch (AssertionError e) {
        wrong.add(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
      }
      WholeFolder.delete(folder);
      tried++;
    }
    trials += tried;
    failed += wrong.size();
    System.out.printf(
        "%-20s %-20s %7d  %s%n",
        scenario.scenarioName(),
        what.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        tried,
        wrong.isEmpty() ? "yes" : "NO, " + wrong.size() + " times:");
    wrong.forEach(one -> System.out.println("    " + one));
  }
}
