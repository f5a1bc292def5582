package dev.nightshift.assembly;

import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilSettings;
import dev.nightshift.council.Seat;
import dev.nightshift.council.Seats;
import dev.nightshift.harvest.CouncilHere;
import dev.nightshift.harvest.Deliberations;
import dev.nightshift.harvest.HarvestBacklog;
import dev.nightshift.harvest.Harvester;
import dev.nightshift.harvest.VerifiedAnswer;
import dev.nightshift.harvest.Withdrawals;
import dev.nightshift.versions.VerifiedSolution;
import dev.nightshift.workers.WorkSettings;
import java.util.List;

/** Puts together what harvests work with. */
final class HarvestAssembly {
  private HarvestAssembly() {}

  static Harvester harvester(Pipeline pipeline) {
    return new Harvester(
        pipeline.memory(),
        deliberations(pipeline),
        pipeline.embedder(),
        pipeline.harvestLedger(),
        pipeline.quarantine().screen(),
        pipeline.home().trainingData(),
        pipeline.settings().harvest(),
        () -> verified(pipeline));
  }

  /** Solved tasks as answers to what the model is asked at the first attempt. */
  private static List<VerifiedAnswer> verified(Pipeline pipeline) {
    return pipeline.code.versions().verified().all().stream().map(HarvestAssembly::answer).toList();
  }

  private static VerifiedAnswer answer(VerifiedSolution solution) {
    String hidden =
        solution.hidden() == 0 ? "" : ", %d of them hidden".formatted(solution.hidden());
    return new VerifiedAnswer(
        CodeOfPeople.ORIGIN + solution.task(),
        solution.question(),
        program(solution.program()),
        solution.badProgram().isEmpty() ? "" : program(solution.badProgram()),
        "The program passed all %d rows%s%s."
            .formatted(solution.rows(), hidden, solution.tests() ? ", and the tests" : ""),
        solution.hidden() > 0 || solution.tests());
  }

  private static String program(String source) {
    return "```python\n" + source.strip() + "\n```";
  }

  /** Takes rows back whose failures people took back. */
  static Withdrawals withdrawals(Pipeline pipeline) {
    return new Withdrawals(
        pipeline.memory(), pipeline.harvestLedger(), pipeline.home().trainingData());
  }

  /** What waits for a harvest or a person. */
  static HarvestBacklog backlog(Pipeline pipeline) {
    return new HarvestBacklog(
        pipeline.memory(),
        pipeline.harvestLedger(),
        pipeline.quarantine().screen(),
        pipeline.home().trainingData());
  }

  /** Decides in this process, or has every process decide that shares the database. */
  private static Deliberations deliberations(Pipeline pipeline) {
    WorkSettings settings = pipeline.settings().workers();
    return WorkAssembly.shares(pipeline.settings())
        ? WorkAssembly.council(pipeline)
        : new CouncilHere(council(pipeline), settings.parallel());
  }

  static Council council(Pipeline pipeline) {
    CouncilSettings settings = pipeline.settings().council();
    String ollama = pipeline.settings().serving().ollamaUrl();
    List<Seat> seats = Seats.of(settings, pipeline::model, ollama);
    return new Council(seats, pipeline.embedder(), settings);
  }
}
