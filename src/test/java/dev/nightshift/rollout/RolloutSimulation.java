package dev.nightshift.rollout;

import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.Gate;
import dev.nightshift.evaluation.GateSettings;
import dev.nightshift.rollout.Machine.Noise;
import dev.nightshift.rollout.ProbeSource.Probes;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.ServableAdapter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Many deployments through the real baseline, watch, judge and gate, on a simulated clock, seeded.
 */
final class RolloutSimulation {
  private static final ServableAdapter CANDIDATE =
      new ServableAdapter(SimulatedModel.CANDIDATE, Path.of("nowhere"));

  private final Random random;

  RolloutSimulation(long seed) {
    this.random = new Random(seed);
  }

  /**
   * What is deployed on what.
   *
   * @param before share of right answers before the swap
   * @param after share of right answers after it
   * @param slower how many times as long replies take after it
   */
  record Case(double before, double after, double slower) {}

  /**
   * How many deployments came to what.
   *
   * @param refused ended before the swap, because what was active was too slow by itself
   * @param takenBack by cause
   * @param slowestDetection from the swap to the objection
   */
  record Outcome(
      int deployments,
      int refused,
      Map<RolloutCause, Integer> takenBack,
      Duration slowestDetection) {
    int allTakenBack() {
      return takenBack.values().stream().mapToInt(count -> count).sum();
    }

    int judged() {
      return deployments - refused;
    }
  }

  Outcome deploy(int deployments, Noise noise, Case it) {
    Map<RolloutCause, Integer> causes = new EnumMap<>(RolloutCause.class);
    Duration slowest = Duration.ZERO;
    int refused = 0;
    for (int i = 0; i < deployments; i++) {
      TickingClock clock = new TickingClock();
      SimulatedModel model = new SimulatedModel(clock, new Machine(noise, random));
      model.slower = it.slower();
      model.knows =
          (question, candidate) ->
              random.nextDouble() < (candidate && model.live ? it.after() : it.before());
      try {
        Watched watched = watch(model, clock, probes(40, 16));
        if (watched.objection().isPresent()) {
          causes.merge(watched.objection().get().cause(), 1, Integer::sum);
          slowest = watched.took().compareTo(slowest) > 0 ? watched.took() : slowest;
        }
      } catch (RolloutException e) {
        refused++;
      }
    }
    return new Outcome(deployments, refused, causes, slowest);
  }

  /** One watch: its objection, and how long after the swap that came. */
  private record Watched(Optional<Objection> objection, Duration took) {}

  private static Probes probes(int general, int own) {
    return new Probes(
        RolloutFixture.questions("general", general), RolloutFixture.questions("own", own));
  }

  private static Watched watch(SimulatedModel model, TickingClock clock, Probes probes) {
    RolloutSettings settings = RolloutFixture.settings();
    Prober prober = new Prober(model, settings, clock);
    Baseline baseline =
        new BaselineMeasurement(prober, settings, RolloutListener.silent())
            .measure(probes, CANDIDATE);
    ProbationJudge judge =
        new ProbationJudge(baseline, CANDIDATE.version(), "base", true, settings);
    model.activate(CANDIDATE);
    long swapped = clock.millis();
    ProbeReply first = prober.askPatiently(baseline.first(), new AdapterChoice.Active());
    Optional<Objection> objection =
        new Watch(
                prober,
                from -> List.of(),
                settings,
                clock,
                RolloutListener.silent(),
                new LatencyControl(prober, new AdapterChoice.Base(), RolloutListener.silent()))
            .run(baseline, judge, first);
    return new Watched(objection, Duration.ofMillis(clock.millis() - swapped));
  }

  /**
   * Adapters that know no more than what is active: they change answers at random.
   *
   * @param target sealed questions that should have been learned
   * @param targetRight how many of them what is active answers right
   * @param kept sealed questions that used to be right
   * @param wins share of the wrong answers that become right
   * @param losses share of the right answers that become wrong
   */
  record Aimless(int target, int targetRight, int kept, double wins, double losses) {}

  /** How far random adapters came. */
  record Promoted(int adapters, int throughGate, int promoted) {}

  Promoted promote(int adapters, Noise noise, Aimless it, GateSettings gate) {
    int through = 0;
    int promoted = 0;
    for (int i = 0; i < adapters; i++) {
      Set<String> base = new HashSet<>();
      Set<String> candidate = new HashSet<>();
      List<EvaluationItem> target = items("own", it.target(), it.targetRight(), base);
      List<EvaluationItem> kept = items("general", it.kept(), it.kept(), base);
      List<EvaluationItem> all = new ArrayList<>(target);
      all.addAll(kept);
      for (EvaluationItem item : all) {
        boolean was = base.contains(item.question());
        boolean changes = random.nextDouble() < (was ? it.losses() : it.wins());
        if (was != changes) {
          candidate.add(item.question());
        }
      }
      TickingClock clock = new TickingClock();
      SimulatedModel model = new SimulatedModel(clock, new Machine(noise, random));
      model.knows =
          (question, candidateAnswers) -> (candidateAnswers ? candidate : base).contains(question);
      boolean accepted =
          new Gate(gate)
              .judge(model, CANDIDATE, true, new AdapterChoice.Base(), target, kept, result -> {})
              .accepted();
      if (accepted) {
        through++;
        promoted += stays(model, clock, new Probes(kept, target)) ? 1 : 0;
      }
    }
    return new Promoted(adapters, through, promoted);
  }

  private static boolean stays(SimulatedModel model, TickingClock clock, Probes probes) {
    try {
      return watch(model, clock, probes).objection().isEmpty();
    } catch (RolloutException refused) {
      return false;
    }
  }

  private static List<EvaluationItem> items(
      String prefix, int count, int right, Set<String> known) {
    List<EvaluationItem> items = RolloutFixture.questions(prefix, count);
    items.subList(0, right).forEach(item -> known.add(item.question()));
    return items;
  }
}
