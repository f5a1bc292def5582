package dev.nightshift.rollout;

import dev.nightshift.evaluation.GateSettings;
import dev.nightshift.rollout.Machine.Noise;
import dev.nightshift.rollout.RolloutSimulation.Aimless;
import dev.nightshift.rollout.RolloutSimulation.Case;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints how often deployments are judged wrongly, by simulation. */
public final class RolloutsBench {
  private static final Map<String, Noise> MACHINES = new LinkedHashMap<>();

  static {
    MACHINES.put("idle", Noise.IDLE);
    MACHINES.put("shared", Noise.SHARED);
    MACHINES.put("bursts", Noise.BURSTS);
    MACHINES.put("drifting", Noise.DRIFTING);
    MACHINES.put("busy", Noise.BUSY);
  }

  private RolloutsBench() {}

  /** Arguments: deployments of each kind, seed. */
  public static void main(String[] args) {
    int deployments = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    System.out.printf(
        "%-10s %-32s %8s %10s  %s%n", "machine", "deployed", "refused", "taken back", "why");
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("the same again (0.97 right)", new Case(0.97, 0.97, 1));
    cases.put("the same again (all right)", new Case(1, 1, 1));
    cases.put("right in three of four", new Case(0.97, 0.75, 1));
    cases.put("dead", new Case(0.97, 0, 1));
    cases.put("half as long again", new Case(1, 1, 1.5));
    cases.put("twice as long", new Case(1, 1, 2));
    if (args.length > 2) {
      cases.keySet().removeIf(what -> !what.matches(args[2]));
    }
    MACHINES.forEach(
        (machine, noise) ->
            cases.forEach(
                (what, it) -> {
                  var outcome = new RolloutSimulation(seed).deploy(deployments, noise, it);
                  System.out.printf(
                      "%-10s %-32s %8d %10d  %s, at most %d ms after the swap%n",
                      machine,
                      what,
                      outcome.refused(),
                      outcome.allTakenBack(),
                      outcome.takenBack(),
                      outcome.slowestDetection().toMillis());
                }));
    System.out.printf("%n%-58s %8s %8s %9s%n", "aimless adapters", "of", "gate", "promoted");
    for (Aimless it : AIMLESS) {
      var came =
          new RolloutSimulation(seed)
              .promote(deployments, Noise.SHARED, it, GateSettings.defaults());
      System.out.printf(
          "%-58s %8d %8d %9d%n", it, came.adapters(), came.throughGate(), came.promoted());
    }
  }

  static final List<Aimless> AIMLESS =
      List.of(
          new Aimless(5, 0, 48, 0.05, 0.02),
          new Aimless(5, 0, 48, 0.1, 0.1),
          new Aimless(12, 2, 48, 0.1, 0.1),
          new Aimless(60, 30, 48, 0.02, 0.02),
          new Aimless(60, 30, 48, 0.05, 0.05),
          new Aimless(60, 30, 48, 0.1, 0.1),
          new Aimless(60, 50, 20, 0.1, 0.02),
          new Aimless(20, 10, 20, 0.1, 0.1));
}
