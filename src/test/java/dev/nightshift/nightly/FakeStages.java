package dev.nightshift.nightly;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Stages that note their calls and do as told. */
final class FakeStages implements NightlyStages {
  final List<String> calls = new CopyOnWriteArrayList<>();
  TrainingOutcome training = TrainingOutcome.trained("adapter_1", 12, 0.25, 3.5);
  GateOutcome gate =
      new GateOutcome(GateOutcome.State.PASSED, "won 9 of 9", Map.of("improvement", 0.5));
  DeployOutcome deployment =
      new DeployOutcome(DeployOutcome.State.ACTIVE, "adapter_1", "healthy", Map.of("swap", 0.1));

  /** Called with the name of each stage as it is entered; may throw. */
  Consumer<String> entering = stage -> {};

  private void enter(String stage) {
    calls.add(stage);
    entering.accept(stage);
  }

  @Override
  public void preflight(Night night) {
    enter("preflight");
  }

  @Override
  public HarvestOutcome harvest(Night night) {
    enter("harvest");
    return new HarvestOutcome(20, 12, "harvest.jsonl", Map.of("abstained", 2.0));
  }

  @Override
  public TrainingOutcome train(Night night, HarvestOutcome harvest) {
    enter("train " + harvest.kept());
    return training;
  }

  @Override
  public GateOutcome gate(Night night, TrainingOutcome trained) {
    enter("gate " + trained.adapter());
    return gate;
  }

  @Override
  public DeployOutcome deploy(Night night, TrainingOutcome trained, GateOutcome passed) {
    enter("deploy " + trained.adapter());
    return deployment;
  }

  @Override
  public ValidationOutcome validate(Night night) {
    enter("validate");
    return new ValidationOutcome("base", "answers");
  }

  @Override
  public CleanUpOutcome cleanUp(Night night) {
    enter("cleanUp");
    return new CleanUpOutcome(1, "one old log");
  }
}
